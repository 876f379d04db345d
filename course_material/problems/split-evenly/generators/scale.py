"""Inputs of any size: n heavy and even weights whose half sum is odd. Impossible, so nobody is done before the end."""

import random


def make(n, seed):
    rng = random.Random(seed)
    weights = [2 * rng.randint(45, 50) for _ in range(n - 1)]
    weights.append(98 if sum(weights) % 4 == 0 else 100)
    return f"{n}\n{' '.join(map(str, weights))}\n"
