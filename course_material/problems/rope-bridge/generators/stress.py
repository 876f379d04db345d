"""Small inputs: few villages, chains with shortcuts, several bridges side by side, cut-off parts, few lengths.

One seed of seven gives a long chain, for programs that fail only then.
"""

import random


def make(n, seed):
    rng = random.Random(seed)
    longest = rng.choice([2, 5, 9, 200_000])
    shortest = rng.choice([1, longest // 2 + 1])

    def length():
        return rng.randint(shortest, longest)

    bridges = []
    if rng.random() < 0.5:  # a chain through all villages, in any direction
        order = [1, *rng.sample(range(2, n), n - 2), n] if n > 2 else list(range(1, n + 1))
        bridges = [(*rng.sample(pair, 2), length()) for pair in zip(order, order[1:])]
    for _ in range(rng.randint(0, n + 1)):
        bridges.append((rng.randint(1, n), rng.randint(1, n), length()))
    if seed % 7 == 5:
        n *= 150
        bridges = [(i, i + 1, length()) for i in range(1, n)]
    rng.shuffle(bridges)
    return "\n".join([f"{n} {len(bridges)}", *(f"{a} {b} {w}" for a, b, w in bridges)]) + "\n"
