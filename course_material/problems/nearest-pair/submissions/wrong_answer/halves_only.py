# mistake: divides, but forgets the pairs with one point left and one right of the middle
import sys


def nearest(points):
    if len(points) <= 3:
        pairs = [(a, b) for a in points for b in points if a is not b]
        return min((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for a, b in pairs)
    half = len(points) // 2
    return min(nearest(points[:half]), nearest(points[half:]))


def main():
    numbers = list(map(int, sys.stdin.read().split()[1:]))
    points = sorted(zip(numbers[::2], numbers[1::2]))
    print(nearest(points) ** 0.5)


main()
