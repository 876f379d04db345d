"""Small inputs: every k, much quiet, many equal numbers, the best window at an end."""

import random


def make(n, seed):
    rng = random.Random(seed)
    k = rng.choice([1, n, rng.randint(1, n)])
    low, high = rng.choice([(-9, -1), (-9, 9), (0, 3), (-99, 99), (-99, 5)])
    numbers = [rng.randint(low, high) for _ in range(n)]
    order = rng.choice(["as it comes", "rising", "falling"])
    if order != "as it comes":
        numbers.sort(reverse=order == "falling")
    return f"{n} {k}\n{' '.join(map(str, numbers))}\n"
