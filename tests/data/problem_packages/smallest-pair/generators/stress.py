import random


def make(n, seed):
    rng = random.Random(seed)
    n = max(2, n)
    top = rng.choice([3, 10, 100, 10**6])
    return f"{n}\n{' '.join(str(rng.randint(0, top)) for _ in range(n))}\n"
