# right, but too slow where all flags stand in a column: looks back at all flags that are near in x
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()[1:]))
    points = sorted(zip(numbers[::2], numbers[1::2]), key=lambda point: point[0])
    best = float("inf")
    for i, (x, y) in enumerate(points):
        j = i - 1
        while j >= 0 and (x - points[j][0]) ** 2 < best:
            best = min(best, (x - points[j][0]) ** 2 + (y - points[j][1]) ** 2)
            j -= 1
    print(best**0.5)


main()
