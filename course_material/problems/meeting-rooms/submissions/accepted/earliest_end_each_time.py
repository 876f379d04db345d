# idea: greedy without sorting: look for the band that is done first, send away all that cannot come any more, and repeat
# growth: n^2
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    bands = list(zip(numbers[1::2], numbers[2::2]))
    taken = 0
    while bands:
        earliest_end = min(end for _, end in bands)
        taken += 1
        bands = [band for band in bands if band[0] >= earliest_end]
    print(taken)


main()
