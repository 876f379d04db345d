"""Small, tricky inputs: halls of a few squares to a side, empty, scattered with boxes, or with ways that wind."""

import random


def make(n: int, seed: int) -> str:
    """A hall with at most n rows and columns, and not more than nine."""
    rng = random.Random(f"{n} {seed}")
    height, width = (rng.randint(1, min(n, 9)) for _ in range(2))
    boxes = rng.choice([0.0, 0.2, 0.35, 0.5])
    squares = [["#" if rng.random() < boxes else "." for _ in range(width)] for _ in range(height)]
    if seed % 3 == 2:
        # walls in every second row, each with one gap, mostly at the right and at the left end in turn
        height = min(n, 9) - 1 + min(n, 9) % 2
        squares = [["."] * width for _ in range(height)]
        for row in range(1, height - 1, 2):
            squares[row] = ["#"] * width
            squares[row][-(row // 2 % 2 == 0) if rng.random() < 0.9 else rng.randrange(width)] = "."
    squares[0][0] = squares[-1][-1] = "."
    return f"{height} {width}\n" + "".join("".join(row) + "\n" for row in squares)
