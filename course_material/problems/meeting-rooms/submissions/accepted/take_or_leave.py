# idea: dynamic programming with binary search: the most bands among the first i by end, if the i-th comes or not
# growth: n log n
import sys


def done_by(ends, time):
    """How many of the sorted ends are not later than the time."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if ends[middle] <= time:
            low = middle + 1
        else:
            high = middle
    return low


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    bands = sorted(zip(numbers[2::2], numbers[1::2]))  # (end, begin)
    ends = [end for end, _ in bands]
    most = [0]
    for _, begin in bands:
        most.append(max(most[-1], most[done_by(ends, begin)] + 1))
    print(most[-1])


main()
