# idea: sorting: equal numbers come together, and the second position of each is a candidate
# growth: n log n
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))[1:]
    scans = sorted((number, position) for position, number in enumerate(numbers, start=1))
    first_repeat = 0
    for (number_before, _), (number, position) in zip(scans, scans[1:]):
        if number == number_before and (first_repeat == 0 or position < first_repeat):
            first_repeat = position
    print(first_repeat)


main()
