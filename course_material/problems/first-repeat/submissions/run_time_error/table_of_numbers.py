# mistake: a table with a place for every number up to 100000, but the numbers may be larger
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))[1:]
    seen = [False] * 100_001
    for position, number in enumerate(numbers, start=1):
        if seen[number]:
            print(position)
            return
        seen[number] = True
    print(0)


main()
