"""Small inputs: even sums most of the time, one weight as heavy as the rest, few different weights."""

import random


def make(n, seed):
    rng = random.Random(seed)
    heaviest = rng.choice([2, 3, 8, 20, 100])
    lightest = rng.randint(1, heaviest)
    weights = [rng.randint(lightest, heaviest) for _ in range(n)]
    kind = rng.randrange(4)
    if kind == 0:  # one weight about as heavy as all the others together
        weights[-1] = min(100, max(1, sum(weights[:-1]) + rng.randint(-1, 1)))
    if kind > 0 and sum(weights) % 2 == 1:
        weights[0] += 1 if weights[0] < 100 else -1
    rng.shuffle(weights)
    return f"{n}\n{' '.join(map(str, weights))}\n"
