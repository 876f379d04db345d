"""Inputs of size n: a hall of about n squares in which the only way winds through all rows. There is one of each size."""

from math import isqrt


def make(n: int, seed: int) -> str:
    """Every second row is a wall with one gap, at the right and at the left end in turn."""
    height = isqrt(n)
    height -= 1 - height % 2
    width = n // height
    free = "." * width
    walls = ["#" * (width - 1) + ".", "." + "#" * (width - 1)]
    rows = [walls[row // 2 % 2] if row % 2 else free for row in range(height)]
    return f"{height} {width}\n" + "".join(row + "\n" for row in rows)
