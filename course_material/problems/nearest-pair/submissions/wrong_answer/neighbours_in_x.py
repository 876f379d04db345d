# mistake: compares only points that are neighbours when sorted by x
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()[1:]))
    points = sorted(zip(numbers[::2], numbers[1::2]))
    best = min((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for a, b in zip(points, points[1:]))
    print(best**0.5)


main()
