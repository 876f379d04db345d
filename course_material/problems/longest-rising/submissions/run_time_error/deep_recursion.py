# mistake: the recursion goes one step deeper for every tree of a rise, and Python allows about 1000
import sys
from functools import lru_cache


def main():
    heights = list(map(int, sys.stdin.read().split()[1:]))

    @lru_cache(maxsize=None)
    def longest_from(i):
        later = [j for j in range(i + 1, len(heights)) if heights[j] > heights[i]]
        return 1 + max(map(longest_from, later), default=0)

    print(max(longest_from(i) for i in range(len(heights))))


main()
