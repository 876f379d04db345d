# mistake: prints the longest rise that ends at the last tree, not the longest of all
import sys


def main():
    heights = list(map(int, sys.stdin.read().split()[1:]))
    longest = []
    for i, height in enumerate(heights):
        longest.append(1 + max((longest[j] for j in range(i) if heights[j] < height), default=0))
    print(longest[-1])


main()
