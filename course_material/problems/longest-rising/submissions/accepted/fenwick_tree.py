# idea: Fenwick tree (ask a tree of maxima for the longest rise that ends on a lower tree)
# growth: n log n
import sys


def main():
    heights = list(map(int, sys.stdin.read().split()[1:]))
    rank = {height: i for i, height in enumerate(sorted(set(heights)), start=1)}
    longest = [0] * (len(rank) + 1)
    for height in heights:
        best = 0
        i = rank[height] - 1
        while i > 0:
            if longest[i] > best:
                best = longest[i]
            i -= i & -i
        best += 1
        i = rank[height]
        while i < len(longest):
            if longest[i] < best:
                longest[i] = best
            i += i & -i
    print(max(longest))


main()
