"""Inputs of size n: n short shifts in random order, spread over the whole week."""

import random


def make(n: int, seed: int) -> str:
    """Shifts of one to three minutes, all over the week."""
    rng = random.Random(seed)
    lines = []
    for _ in range(n):
        begin = rng.randrange(10_077)
        lines.append(f"{begin} {begin + rng.randint(1, 3)}\n")
    return f"{n}\n" + "".join(lines)
