"""Inputs of size n: n different numbers, so that no program can stop early."""

import random


def make(n: int, seed: int) -> str:
    """The numbers from 1 to n in random order."""
    numbers = list(range(1, n + 1))
    random.Random(seed).shuffle(numbers)
    return f"{n}\n{' '.join(map(str, numbers))}\n"
