"""Inputs of any size: n cards with numbers from 1 up to n (a million at most), from small to large with some disorder.

Near numbers come soon after each other, so that the time does not depend on the computer's caches.
"""

import random


def make(n, seed):
    rng = random.Random(seed)
    cards = []
    for i in range(1, n + 1):
        card = min(n, max(1, i + rng.randint(-50, 50)))
        cards.append(min(card, 1_000_000))
    cards[-1] = min(n, 1_000_000)
    return f"{n}\n{' '.join(map(str, cards))}\n"
