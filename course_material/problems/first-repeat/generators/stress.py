"""Small, tricky inputs: several numbers that come back, in every order, and some that do not."""

import random


def make(n: int, seed: int) -> str:
    """n scans of a few runners."""
    rng = random.Random(f"{n} {seed}")
    runners = rng.choice([2, n, 2 * n + 1])
    numbers = [rng.randint(1, runners) for _ in range(n)]
    if seed % 3 == 1:
        half = rng.sample(range(1, 30), n - n // 2)
        numbers = (half + rng.sample(half, len(half)))[:n]
    if seed % 5 == 2:
        numbers = [1_000_000_000 - number for number in numbers]
    return f"{n}\n{' '.join(map(str, numbers))}\n"
