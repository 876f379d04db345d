"""Inputs of size n: n different numbers, so that no program can stop early.

The numbers climb in many places at once, in an order that changes all the time: sorting has all its work to do, while
near numbers come soon after each other, so that the time does not depend on the computer's caches.
"""

import random
from math import isqrt


def make(n: int, seed: int) -> str:
    """Different numbers that are not much larger than n."""
    rng = random.Random(seed)
    groups = isqrt(n)
    height = n // groups + 1
    numbers = []
    for step in range(1, height + 1):
        row = [group * height + step for group in range(groups)]
        rng.shuffle(row)
        numbers += row
    return f"{n}\n{' '.join(map(str, numbers[:n]))}\n"
