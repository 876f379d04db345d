import random


def make(n, seed):
    rng = random.Random(seed)
    n = min(max(n, 2), 3000)
    return f"{n}\n{' '.join(str(rng.randint(0, 10**6)) for _ in range(n))}\n"
