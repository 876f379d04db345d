# right, but too slow: tries to take and to leave every tree, up to 2^n choices
import sys


def main():
    heights = list(map(int, sys.stdin.read().split()[1:]))
    best = 0
    waiting = [(0, 0, 0)]  # tree to decide on, height of the last ribbon, ribbons so far
    while waiting:
        i, last, ribbons = waiting.pop()
        if i == len(heights):
            best = max(best, ribbons)
            continue
        waiting.append((i + 1, last, ribbons))
        if heights[i] > last:
            waiting.append((i + 1, heights[i], ribbons + 1))
    print(best)


main()
