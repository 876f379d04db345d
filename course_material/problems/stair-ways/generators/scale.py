"""Inputs of size n: a stair of n steps and strides of up to half of it. There is only one input of each size."""


def make(n: int, seed: int) -> str:
    """The stair; the seed has nothing to decide."""
    return f"{n} {(n + 1) // 2}\n"
