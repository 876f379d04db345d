# idea: greedy without sorting: of all bands that can still come, look for the one that is done first, again and again
# growth: n^2
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    bands = list(zip(numbers[1::2], numbers[2::2]))
    taken = 0
    free_from = 0
    while True:
        earliest_end = None
        for begin, end in bands:
            if begin >= free_from and (earliest_end is None or end < earliest_end):
                earliest_end = end
        if earliest_end is None:
            break
        taken += 1
        free_from = earliest_end
    print(taken)


main()
