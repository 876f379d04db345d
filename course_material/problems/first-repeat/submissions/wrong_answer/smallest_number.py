# mistake: after sorting, takes the smallest number that is there twice
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))[1:]
    scans = sorted((number, position) for position, number in enumerate(numbers, start=1))
    for (number_before, _), (number, position) in zip(scans, scans[1:]):
        if number == number_before:
            print(position)
            return
    print(0)


main()
