"""Inputs of any size: n words of eight letters, nearly every one on a heap of its own."""

import random


def make(n, seed):
    rng = random.Random(seed)
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=8)) for _ in range(n)]
    return "\n".join([str(n), *words]) + "\n"
