"""Inputs of any size: the points of a square grid, each moved a little, column after column."""

import random


def make(n, seed):
    rng = random.Random(seed)
    n = max(n, 2)
    side = 1
    while side * side < n:
        side += 1
    step = 1_900_000 // side  # 4000 and more
    points = []
    for i in range(n):
        column, row = divmod(i, side)
        x = -950_000 + step * column + rng.randint(0, step // 2)
        y = -950_000 + step * row + rng.randint(0, step // 2)
        points.append((x, y))
    return "\n".join([str(n), *(f"{x} {y}" for x, y in points)]) + "\n"
