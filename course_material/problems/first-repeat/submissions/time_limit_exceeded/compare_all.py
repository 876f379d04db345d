# idea: brute force: compare each scan with all scans before it
# growth: n^2
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))[1:]
    for later in range(len(numbers)):
        for earlier in range(later):
            if numbers[earlier] == numbers[later]:
                print(later + 1)
                return
    print(0)


main()
