"""Small, tricky inputs: strings over few letters, some of them mirrored, some with the longest piece at the end.

One seed of seven gives a string that is much longer, for programs that fail only then.
"""

import random


def make(n: int, seed: int) -> str:
    """A string of n beads, or the same string many times."""
    rng = random.Random(f"{n} {seed}")
    kinds = rng.choice([1, 2, 3, 4, 6, 26])
    letters = rng.choices("abcdefghijklmnopqrstuvwxyz"[:kinds], k=n)
    if seed % 3 == 1:
        letters = (letters + letters[::-1])[n // 2 : n // 2 + n]
    if seed % 3 == 2:
        letters = sorted(letters)
    if seed % 7 == 5:
        letters *= 150
    return "".join(letters) + "\n"
