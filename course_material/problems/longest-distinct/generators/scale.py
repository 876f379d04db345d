"""Inputs of size n: n beads, the alphabet again and again, so that every piece is as long as it can be."""

import random


def make(n: int, seed: int) -> str:
    """A shuffled alphabet, repeated up to n letters."""
    alphabet = list("abcdefghijklmnopqrstuvwxyz")
    random.Random(seed).shuffle(alphabet)
    return ("".join(alphabet) * (n // 26 + 1))[:n] + "\n"
