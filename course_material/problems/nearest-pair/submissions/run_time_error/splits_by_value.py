# mistake: splits at the middle value of x; flags in a column are never parted, and the recursion does not end
import sys


def nearest(points):
    if len(points) <= 3:
        pairs = [(a, b) for i, a in enumerate(points) for b in points[:i]]
        return min(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for a, b in pairs), default=float("inf"))
    middle = points[len(points) // 2][0]
    best = min(
        nearest([point for point in points if point[0] <= middle]),
        nearest([point for point in points if point[0] > middle]),
    )
    strip = sorted((y, x) for x, y in points if (x - middle) ** 2 < best)
    for i, (y, x) in enumerate(strip):
        for other_y, other_x in reversed(strip[:i]):
            if (y - other_y) ** 2 >= best:
                break
            best = min(best, (x - other_x) ** 2 + (y - other_y) ** 2)
    return best


def main():
    numbers = list(map(int, sys.stdin.read().split()[1:]))
    print(nearest(sorted(zip(numbers[::2], numbers[1::2]))) ** 0.5)


main()
