# mistake: set() throws flags in the same place away, though their distance is 0
import sys


def nearest(points):
    """The smallest squared distance in points sorted by x, and the same points sorted by y."""
    if len(points) == 1:
        return float("inf"), points
    half = len(points) // 2
    middle = points[half][0]
    best_left, left = nearest(points[:half])
    best_right, right = nearest(points[half:])
    best = min(best_left, best_right)

    by_y = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i][1] <= right[j][1]:
            by_y.append(left[i])
            i += 1
        else:
            by_y.append(right[j])
            j += 1
    by_y += left[i:] + right[j:]

    strip = []  # the points near the middle line so far, from low to high
    for x, y in by_y:
        if (x - middle) ** 2 < best:
            for other_x, other_y in reversed(strip):
                if (y - other_y) ** 2 >= best:
                    break
                best = min(best, (x - other_x) ** 2 + (y - other_y) ** 2)
            strip.append((x, y))
    return best, by_y


def main():
    numbers = list(map(int, sys.stdin.read().split()[1:]))
    points = sorted(set(zip(numbers[::2], numbers[1::2])))
    print(nearest(points)[0] ** 0.5)


main()
