"""Small, tricky inputs: strings over few letters, some of them mirrored, some with the longest piece at the end."""

import random


def make(n: int, seed: int) -> str:
    """A string of n beads."""
    rng = random.Random(f"{n} {seed}")
    kinds = rng.choice([1, 2, 3, 4, 6, 26])
    letters = rng.choices("abcdefghijklmnopqrstuvwxyz"[:kinds], k=n)
    if seed % 3 == 1:
        letters = (letters + letters[::-1])[n // 2 : n // 2 + n]
    if seed % 3 == 2:
        letters = sorted(letters)
    return "".join(letters) + "\n"
