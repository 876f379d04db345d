# right, but too slow: compares every flag with every other one, n * n / 2 pairs
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()[1:]))
    points = list(zip(numbers[::2], numbers[1::2]))
    best = float("inf")
    for i, (x, y) in enumerate(points):
        for other_x, other_y in points[:i]:
            distance = (x - other_x) ** 2 + (y - other_y) ** 2
            if distance < best:
                best = distance
    print(best**0.5)


main()
