"""Small, tricky inputs: shifts that touch, lie in each other, begin or end together, or lie at the ends of the week."""

import random

WEEK = 10_080


def make(n: int, seed: int) -> str:
    """n shifts within a few minutes of each other."""
    rng = random.Random(f"{n} {seed}")
    span = rng.choice([4, 8, 16, 40])
    first = rng.choice([0, 0, 500, WEEK - span])
    shifts = []
    for _ in range(n):
        begin, end = sorted(rng.sample(range(span + 1), 2))
        if seed % 3 == 1:
            end = min(span, begin + rng.randint(1, 2))
        shifts.append((first + begin, first + end))
    if seed % 4 == 3:
        shifts.sort()
    return f"{n}\n" + "".join(f"{begin} {end}\n" for begin, end in shifts)
