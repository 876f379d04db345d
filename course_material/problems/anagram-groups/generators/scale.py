"""Inputs of any size: n words of eight letters, four for each heap, which stand near each other but not side by side.

So the programs have all their work to do, and the time does not depend on the computer's caches.
"""

import random

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def make(n, seed):
    rng = random.Random(seed)
    words = []
    while len(words) < n:
        roots = ["".join(rng.choices(LETTERS, k=8)) for _ in range(8)]
        block = ["".join(rng.sample(root, 8)) for root in roots for _ in range(4)]
        rng.shuffle(block)
        words += block
    return "\n".join([str(n), *words[:n]]) + "\n"
