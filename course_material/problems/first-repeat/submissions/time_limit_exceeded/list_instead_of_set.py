# idea: brute force: the numbers so far are kept in a list, and looking into it takes longer and longer
# growth: n^2
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))[1:]
    seen = []
    for position, number in enumerate(numbers, start=1):
        if number in seen:
            print(position)
            return
        seen.append(number)
    print(0)


main()
