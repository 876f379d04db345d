"""Small, tricky inputs: long early wishes, short ones in the way of two others, wishes that touch, equal wishes."""

import random


def make(n: int, seed: int) -> str:
    """n bands within a short time."""
    rng = random.Random(f"{n} {seed}")
    span = rng.choice([3, 6, n + 2, 2 * n + 2])
    longest = rng.choice([2, 3, span])
    bands = []
    for _ in range(n):
        begin = rng.randrange(span)
        bands.append((begin, min(span, begin + rng.randint(1, longest))))
    if seed % 4 >= 2:
        # a row of wishes that touch; the others lie across two of them, and are as long or shorter
        length = 2 if seed % 4 == 3 else 5
        row = [(length * i, length * (i + 1)) for i in range((n + 1) // 2)]
        across = [length * rng.randint(1, max(1, len(row) - 1)) - 1 for _ in range(n - len(row))]
        bands = row + [(begin, begin + 2) for begin in across]
        rng.shuffle(bands)
    return f"{n}\n" + "".join(f"{begin} {end}\n" for begin, end in bands)
