"""Inputs of any size: n trees that rise, but for neighbours that change places now and then; the rise is long."""

import random


def make(n, seed):
    rng = random.Random(seed)
    step = max(1, 1_000_000 // n)
    heights = [1 + step * i // 2 + rng.randint(0, step // 2) for i in range(n)]
    for i in range(rng.randint(0, 3), n - 1, 4):
        heights[i], heights[i + 1] = heights[i + 1], heights[i]
    return f"{n}\n{' '.join(map(str, heights))}\n"
