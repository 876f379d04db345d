# idea: greedy: sort by end, and take every band that begins after the one taken last is done
# growth: n log n
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    bands = sorted(zip(numbers[2::2], numbers[1::2]))  # (end, begin)
    taken = 0
    free_from = 0
    for end, begin in bands:
        if begin >= free_from:
            taken += 1
            free_from = end
    print(taken)


main()
