# idea: dynamic programming: the most bands between every two bands, split at every band between them
# growth: n^3
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    bands = sorted(zip(numbers[2::2], numbers[1::2]))  # (end, begin)
    ends = [0] + [end for end, _ in bands] + [10**9]
    begins = [-1] + [begin for _, begin in bands] + [10**8]
    n = len(ends)
    most = [[0] * n for _ in range(n)]
    for width in range(2, n):
        for first in range(n - width):
            last = first + width
            best = 0
            for between in range(first + 1, last):
                if ends[first] <= begins[between] and ends[between] <= begins[last]:
                    best = max(best, most[first][between] + 1 + most[between][last])
            most[first][last] = best
    print(most[0][n - 1])


main()
