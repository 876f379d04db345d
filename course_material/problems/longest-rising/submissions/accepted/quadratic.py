# idea: dynamic programming (the longest rise that ends at each tree, from all trees before it)
# growth: n^2
import sys


def main():
    heights = list(map(int, sys.stdin.read().split()[1:]))
    longest = []  # longest[i]: the most ribbons when tree i gets the last one
    for i, height in enumerate(heights):
        best = 0
        for j in range(i):
            if heights[j] < height and longest[j] > best:
                best = longest[j]
        longest.append(best + 1)
    print(max(longest))


main()
