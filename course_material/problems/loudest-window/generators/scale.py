"""Inputs of any size: n minutes, and a tape of a quarter to a half of them."""

import random


def make(n, seed):
    rng = random.Random(seed)
    k = 1
    while 2 * (2 * k + 1) <= n:  # 1, 3, 7, 15 ...: every binary digit of k is 1
        k = 2 * k + 1
    numbers = " ".join(str(rng.randint(-99, 99)) for _ in range(n))
    return f"{n} {k}\n{numbers}\n"
