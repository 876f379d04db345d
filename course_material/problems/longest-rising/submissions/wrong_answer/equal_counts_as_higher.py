# mistake: a tree of the same height is not higher, but bisect_right lets it follow
import sys
from bisect import bisect_right


def main():
    heights = list(map(int, sys.stdin.read().split()[1:]))
    ends = []
    for height in heights:
        place = bisect_right(ends, height)
        ends[place : place + 1] = [height]
    print(len(ends))


main()
