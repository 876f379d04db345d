"""Small inputs: few places, columns, rows, equal points, points near in one direction only, large numbers."""

import random

SIZES = [(2, 2), (8, 8), (20, 20), (50, 50), (0, 20), (20, 0), (3, 100), (100, 3), (12, 1000), (10**6, 10**6)]


def make(n, seed):
    rng = random.Random(seed)
    n = max(n, 2)
    width, height = rng.choice(SIZES)
    points = [(rng.randint(-width, width), rng.randint(-height, height)) for _ in range(n)]
    if n >= 4 and rng.random() < 0.2:  # one pair along an axis and one on the slant, nearly as far apart
        across, slant = rng.choice([(7, 5), (8, 5), (9, 6), (10, 7), (3, 2)])
        points = [(50, 60), (50 + across, 60), (-60, -70), (slant - 60, slant - 70)]
        points += [(-(10**5) + 500 * i, 10**5) for i in range(n - 4)]
    elif rng.random() < 0.5:
        points = list(set(points))
        while len(points) < n:  # keep the number of points, spread the further ones out
            points.append((rng.randint(-(10**6), 10**6), rng.randint(-(10**6), 10**6)))
    if rng.random() < 0.1:
        points[0] = points[-1]
    rng.shuffle(points)
    return "\n".join([str(n), *(f"{x} {y}" for x, y in points)]) + "\n"
