"""Small, tricky inputs: strides of one step, of nearly all and of all steps; some stairs with ways beyond the modulus."""

import random


def make(n: int, seed: int) -> str:
    """A stair of n steps; of 6 n steps for every third seed."""
    rng = random.Random(f"{n} {seed}")
    steps = 6 * n if seed % 3 == 2 else n
    longest = rng.choice([1, 2, 3, steps // 2, steps - 1, steps, rng.randint(1, steps)])
    return f"{steps} {min(steps, max(1, longest))}\n"
