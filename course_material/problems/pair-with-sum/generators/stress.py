"""Small, tricky inputs: equal entries, halves of the sum, entries larger than the sum, negative numbers."""

import random


def make(n: int, seed: int) -> str:
    """A book of n entries, all of them near to each other."""
    rng = random.Random(f"{n} {seed}")
    bound = rng.choice([1, 2, 5, 12])
    entries = [rng.randint(-bound, bound) for _ in range(n)]
    if seed % 4 == 1:
        entries = [abs(value) for value in entries]
    target = rng.randint(-bound, 2 * bound)
    if seed % 3 == 0:
        target = 2 * rng.choice(entries)
    return f"{n} {target}\n{' '.join(map(str, entries))}\n"
