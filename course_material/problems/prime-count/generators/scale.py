"""Inputs of any size: n cards with numbers up to n (a million at most), one of them the largest."""

import random


def make(n, seed):
    rng = random.Random(seed)
    highest = min(n, 1_000_000)
    cards = [rng.randint(1, highest) for _ in range(n - 1)] + [highest]
    return f"{n}\n{' '.join(map(str, cards))}\n"
