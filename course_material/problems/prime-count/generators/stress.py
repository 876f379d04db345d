"""Small inputs: ones, primes, squares of primes and their neighbours, products of two primes;
and now and then one large number."""

import random

PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23]


def make(n, seed):
    rng = random.Random(seed)

    def tricky():
        kind = rng.randrange(4)
        if kind == 0:
            return rng.choice(PRIMES) ** 2
        if kind == 1:
            return rng.choice(PRIMES) * rng.choice(PRIMES)
        if kind == 2:
            return rng.choice(PRIMES)
        return rng.choice([1, 1, 2, 4, rng.randint(1, 600)])

    cards = [max(1, tricky() + rng.choice([0, 0, 0, -1, 1])) for _ in range(n)]
    if rng.random() < 0.1:
        cards[-1] = rng.randint(1, 1_000_000)
    return f"{n}\n{' '.join(map(str, cards))}\n"
