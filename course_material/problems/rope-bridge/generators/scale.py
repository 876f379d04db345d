"""Inputs of any size: n bridges, about n / 2 villages in a row. The farther from village 1, the longer the bridges,
nearly all of different lengths, so that every bridge but the last few has to be looked at and the longest is needed.
"""

import random


def make(n, seed):
    rng = random.Random(seed)
    villages = n // 2 + 2
    lengths = list(range(1, n + 1)) if n <= 200_000 else sorted(rng.choices(range(1, 200_001), k=n))
    for block in range(0, n, 10):  # a little disorder among neighbours
        part = lengths[block : block + 10]
        rng.shuffle(part)
        lengths[block : block + 10] = part
    bridges = []
    for i in range(n):
        here = i // 2 + 1
        there = here + 1 if i % 2 == 0 else max(1, here - rng.randint(0, 3))
        bridges.append((here, there, lengths[i]) if rng.random() < 0.5 else (there, here, lengths[i]))
    if n % 2 == 0:
        villages -= 1
    return "\n".join([f"{villages} {n}", *(f"{a} {b} {w}" for a, b, w in bridges)]) + "\n"
