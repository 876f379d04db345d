"""Small, tricky inputs: coins with which the largest one leads astray, or nowhere, or which cannot pay the amount.

One seed of seven gives a large amount and coins that are small, for programs that fail only then.
"""

import random


def make(n: int, seed: int) -> str:
    """An amount of n pennies, or of a few times as many, or of many times as many."""
    rng = random.Random(f"{n} {seed}")
    amount = n * rng.choice([1, 2, 3]) if seed % 3 else n
    highest = rng.choice([3, 6, 10, 15])
    if seed % 7 == 5:
        amount, highest = 150 * n, 2
    kinds = rng.randint(1, min(6, highest))
    lowest = 2 if seed % 4 == 3 and kinds < highest else 1
    values = rng.sample(range(lowest, highest + 1), kinds)
    return f"{amount} {kinds}\n{' '.join(map(str, values))}\n"
