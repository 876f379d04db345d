"""Inputs of size n: a book of n entries without a pair, so that no program can stop early."""

import random


def make(n: int, seed: int) -> str:
    """Different even entries in random order, and an odd sum to look for."""
    rng = random.Random(seed)
    entries = [2 * value for value in range(-(n // 2), n - n // 2)]
    rng.shuffle(entries)
    target = rng.choice([-1, 1, 3])
    return f"{n} {target}\n{' '.join(map(str, entries))}\n"
