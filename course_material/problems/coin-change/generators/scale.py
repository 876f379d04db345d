"""Inputs of size n: an amount of n pennies and two kinds of small coins, so that many coins are needed."""

import random


def make(n: int, seed: int) -> str:
    """The values 1 and 2 in random order."""
    values = [1, 2]
    random.Random(seed).shuffle(values)
    return f"{n} {len(values)}\n{' '.join(map(str, values))}\n"
