# idea: grid (put the points into square cells as wide as the best distance; only nine cells can hold a nearer point)
# growth: n
import random
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()[1:]))
    points = list(zip(numbers[::2], numbers[1::2]))
    random.Random(1).shuffle(points)  # in any order the best distance seldom changes late
    best = float("inf")
    width = 1
    cells = {}
    for count, (x, y) in enumerate(points):
        nearer = best
        column, row = x // width, y // width
        for i in (column - 1, column, column + 1):
            for j in (row - 1, row, row + 1):
                for other_x, other_y in cells.get((i, j), ()):
                    nearer = min(nearer, (x - other_x) ** 2 + (y - other_y) ** 2)
        if count == 1:
            nearer = (x - points[0][0]) ** 2 + (y - points[0][1]) ** 2
        if nearer == 0:
            best = 0
            break
        if nearer < best:  # a smaller distance: narrower cells, and everything so far is put in anew
            best = nearer
            width = int(best**0.5) + 1
            cells = {}
            for point in points[:count]:
                cells.setdefault((point[0] // width, point[1] // width), []).append(point)
        cells.setdefault((x // width, y // width), []).append((x, y))
    print(best**0.5)


main()
