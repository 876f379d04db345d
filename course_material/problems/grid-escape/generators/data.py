"""Writes data/secret. Run it in the folder of the package: python generators/data.py

The numbers are seeded, so that every run writes the same files. Answers come from the reference solution.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SIDE = 40


def hall(rows: list[str]) -> str:
    """The input for the rows of a hall."""
    return f"{len(rows)} {len(rows[0])}\n" + "".join(row + "\n" for row in rows)


def scattered(rng: random.Random, height: int, width: int, boxes: float) -> list[str]:
    """Boxes at random squares, but not in the two corners that must be free."""
    squares = [["#" if rng.random() < boxes else "." for _ in range(width)] for _ in range(height)]
    squares[0][0] = squares[-1][-1] = "."
    return ["".join(row) for row in squares]


def snake(height: int, width: int) -> list[str]:
    """Every second row is a wall with one gap, at the right and at the left end in turn. The height must be odd."""
    wall_right, wall_left = "#" * (width - 1) + ".", "." + "#" * (width - 1)
    return ["." * width if row % 2 == 0 else (wall_right, wall_left)[row // 2 % 2] for row in range(height)]


def upright(rows: list[str]) -> list[str]:
    """The hall with rows and columns exchanged."""
    return ["".join(column) for column in zip(*rows, strict=True)]


def rooms(side: int) -> list[str]:
    """Rooms of three by three squares with a door in the middle of each wall."""
    rows = []
    for row in range(side):
        if row % 4 == 3:
            rows.append("".join("." if column % 4 == 1 else "#" for column in range(side)))
        else:
            wall = "." if row % 4 == 1 else "#"
            rows.append("".join(wall if column % 4 == 3 else "." for column in range(side)))
    return rows


def cases() -> Iterator[tuple[str, str]]:
    """Every test as (name, input), easy ones first."""
    rng = random.Random(10_407)
    yield "one-square", hall(["."])
    yield "one-row", hall(["......."])
    yield "one-row-blocked", hall(["...#..."])
    yield "one-column", hall(["."] * 6)
    yield "two-by-two", hall([".#", ".."])
    yield "corner-to-corner-only", hall([".#", "#."])
    yield "walled-in-at-the-start", hall([".#...", "##...", "....."])
    yield "walled-in-at-the-end", hall([".....", "....#", "...#."])
    yield "must-go-left", hall(["....", "###.", "....", ".###", "...."])
    yield "must-go-up", hall([".#...", ".#.#.", ".#.#.", "...#."])
    yield "short-way-and-long-way", hall([".....", ".###.", ".#...", ".###.", "....."])
    yield "empty-hall", hall(["." * 9] * 7)
    for number in range(1, 5):
        rows = scattered(rng, rng.randint(4, 8), rng.randint(4, 8), 0.3)
        yield f"random-{number}", hall(rows)
    yield "wide", hall(scattered(rng, 5, 60, 0.15))
    yield "tall", hall(scattered(rng, 60, 5, 0.15))
    yield "large-empty", hall(["." * SIDE] * SIDE)
    yield "large-snake", hall(snake(SIDE - 1, SIDE))
    yield "large-snake-upright", hall(upright(snake(SIDE - 1, SIDE)))
    yield "large-scattered", hall(scattered(rng, SIDE, SIDE, 0.25))
    yield "large-rooms", hall(rooms(38))


def main() -> None:
    """Replace all files of data/secret."""
    folder = Path("data/secret")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number, (name, text) in enumerate(cases(), start=1):
        reference = [sys.executable, "submissions/accepted/reference.py"]
        answer = subprocess.run(reference, input=text.encode(), capture_output=True, check=True).stdout
        (folder / f"{number:02}-{name}.in").write_bytes(text.encode())
        (folder / f"{number:02}-{name}.ans").write_bytes(answer.replace(b"\r\n", b"\n"))


if __name__ == "__main__":
    main()
