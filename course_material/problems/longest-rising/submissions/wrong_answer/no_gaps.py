# mistake: counts neighbours that rise; trees may be left out
import sys


def main():
    heights = list(map(int, sys.stdin.read().split()[1:]))
    best = length = 1
    for a, b in zip(heights, heights[1:]):
        length = length + 1 if a < b else 1
        best = max(best, length)
    print(best)


main()
