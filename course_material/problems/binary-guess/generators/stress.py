"""Small games, and now and then a large one: the number at an end, anywhere, or left open (0)."""

import random


def make(n, seed):
    rng = random.Random(seed)
    size = rng.choice([n, n, n * n, 41 + n, 1000 * n])
    box = rng.choice([0, 1, size, rng.randint(1, size)])
    return f"{size} {box}\n"
