# mistake: picks the pair whose steps across and up are fewest together; the straight line may be shorter elsewhere
import sys


def nearest(points):
    if len(points) == 1:
        return float("inf"), float("inf"), points
    half = len(points) // 2
    middle = points[half][0]
    left = nearest(points[:half])
    right = nearest(points[half:])
    steps, distance = min(left[:2], right[:2])
    by_y = sorted(left[2] + right[2], key=lambda point: point[1])
    strip = []
    for x, y in by_y:
        if abs(x - middle) <= steps:
            for other_x, other_y in reversed(strip):
                if y - other_y > steps:
                    break
                across, up = abs(x - other_x), y - other_y
                steps, distance = min((steps, distance), (across + up, (across**2 + up**2) ** 0.5))
            strip.append((x, y))
    return steps, distance, by_y


def main():
    numbers = list(map(int, sys.stdin.read().split()[1:]))
    points = sorted(zip(numbers[::2], numbers[1::2]))
    print(nearest(points)[1])


main()
