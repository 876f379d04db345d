# mistake: remembers what it has found, but one call inside the other for every band: Python stops after about 1000
import sys
from bisect import bisect_left
from functools import cache


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    bands = sorted(zip(numbers[1::2], numbers[2::2]))
    begins = [begin for begin, _ in bands]

    @cache
    def most(i):
        if i == len(bands):
            return 0
        return max(most(i + 1), 1 + most(bisect_left(begins, bands[i][1])))

    print(most(0))


main()
