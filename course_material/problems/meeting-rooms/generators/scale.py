"""Inputs of size n: n bands with short wishes, of which about two in five can get the room."""

import random


def make(n: int, seed: int) -> str:
    """Bands that begin at random between 0 and 4 n and stay up to 8."""
    rng = random.Random(seed)
    lines = []
    for _ in range(n):
        begin = rng.randrange(4 * n)
        lines.append(f"{begin} {begin + rng.randint(1, 8)}\n")
    return f"{n}\n" + "".join(lines)
