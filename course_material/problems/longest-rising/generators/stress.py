"""Small inputs: few heights and many equal ones, rising and falling parts, one tree out of place.

One seed of seven gives a long rise, for programs that fail only then.
"""

import random


def make(n, seed):
    rng = random.Random(seed)
    highest = rng.choice([2, n, 3 * n, 3 * n, 1_000_000])
    heights = [rng.randint(1, highest) for _ in range(n)]
    order = rng.choice(["as it comes", "as it comes", "rising", "falling", "two parts"])
    if order == "rising" or order == "falling":
        heights.sort(reverse=order == "falling")
    if order == "two parts":
        cut = rng.randint(0, n)
        heights = sorted(heights[:cut]) + sorted(heights[cut:])
    change = rng.randrange(3)
    if change == 1:
        heights[rng.randrange(n)] = rng.randint(1, highest)
    if change == 2:
        heights[rng.randrange(n)] = highest
    if seed % 7 == 5:
        heights = list(range(1, 150 * n + 1))
    return f"{len(heights)}\n{' '.join(map(str, heights))}\n"
