# mistake: compares neighbouring scans only
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))[1:]
    for position in range(1, len(numbers)):
        if numbers[position] == numbers[position - 1]:
            print(position + 1)
            return
    print(0)


main()
