# idea: grid (put the points into square cells about as wide as the best distance; nine cells hold all nearer points)
# growth: n
import sys
from math import isqrt

ROWS = 10_000_000  # cell (column, row) has the number column * ROWS + row


def main():
    numbers = list(map(int, sys.stdin.read().split()[1:]))
    points = list(zip(numbers[::2], numbers[1::2]))
    best = (points[0][0] - points[1][0]) ** 2 + (points[0][1] - points[1][1]) ** 2
    width = isqrt(best) + 1
    cells = {}
    for count, (x, y) in enumerate(points):
        cell = x // width * ROWS + y // width
        for column in (cell - ROWS, cell, cell + ROWS):
            for neighbour in (column - 1, column, column + 1):
                for other_x, other_y in cells.get(neighbour, ()):
                    distance = (x - other_x) ** 2 + (y - other_y) ** 2
                    if distance < best:
                        best = distance
        if best == 0:
            break
        if 4 * best < width * width:  # only half as far as before: narrower cells, and all points so far anew
            width = isqrt(best) + 1
            cells = {}
            for other_x, other_y in points[:count]:
                cells.setdefault(other_x // width * ROWS + other_y // width, []).append((other_x, other_y))
            cell = x // width * ROWS + y // width
        cells.setdefault(cell, []).append((x, y))
    print(best**0.5)


main()
