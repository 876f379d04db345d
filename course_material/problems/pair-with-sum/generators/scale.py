"""Inputs of size n: a book of n entries without a pair, so that no program can stop early.

There are never more than 10000 different entries: what a program remembers by entry stays small, and the time does not
depend on the computer's caches.
"""

import random

DIFFERENT = 10_000


def make(n: int, seed: int) -> str:
    """Even entries, negative and positive, in random order, and an odd sum to look for."""
    rng = random.Random(seed)
    different = min(n, DIFFERENT)
    entries = [2 * (i % different) - 2 * (different // 2) for i in range(n)]
    rng.shuffle(entries)
    target = rng.choice([-1, 1, 3])
    return f"{n} {target}\n{' '.join(map(str, entries))}\n"
