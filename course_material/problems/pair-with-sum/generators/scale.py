"""Inputs of size n: a book of n entries without a pair, so that no program can stop early.

The entries climb in many places at once, in an order that changes all the time: sorting has all its work to do, while
neighbours in the book are met soon after each other, so that the time does not depend on the computer's caches.
"""

import random
from math import isqrt


def make(n: int, seed: int) -> str:
    """Different even entries, negative and positive, and an odd sum to look for."""
    rng = random.Random(seed)
    groups = isqrt(n)
    height = n // groups + 1
    entries = []
    for step in range(height):
        row = [2 * (group * height + step) - n for group in range(groups)]
        rng.shuffle(row)
        entries += row
    entries = [entry + n % 2 for entry in entries[:n]]
    target = rng.choice([-1, 1, 3])
    return f"{n} {target}\n{' '.join(map(str, entries))}\n"
