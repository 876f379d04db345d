# idea: hashing: a set of the numbers scanned so far
# growth: n
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))[1:]
    seen = set()
    for position, number in enumerate(numbers, start=1):
        if number in seen:
            print(position)
            return
        seen.add(number)
    print(0)


main()
