# right, but too slow: keeps the trees of every rise and copies the list whenever a longer one turns up, n^3 steps
import sys


def main():
    heights = list(map(int, sys.stdin.read().split()[1:]))
    rises = []  # rises[i]: the trees of the longest rise that ends at tree i
    for i, height in enumerate(heights):
        best = [height]
        for j in range(i):
            if heights[j] < height and len(rises[j]) + 1 > len(best):
                best = rises[j] + [height]
        rises.append(best)
    print(max(map(len, rises)))


main()
