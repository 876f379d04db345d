"""Writes data/secret. Run it in the folder of the package: python generators/data.py

The numbers are seeded, so that every run writes the same files. Answers come from the reference solution.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LARGE = 25_000


def book(target: int, entries: list[int]) -> str:
    """The input for a list of entries."""
    return f"{len(entries)} {target}\n{' '.join(map(str, entries))}\n"


def random_book(rng: random.Random, n: int, bound: int) -> str:
    """Entries and target drawn from a small range, so that pairs and ties are frequent."""
    return book(rng.randint(-bound, bound), [rng.randint(-bound, bound) for _ in range(n)])


def even_entries(rng: random.Random, n: int) -> list[int]:
    """Different even numbers around zero: no two of them have an odd sum."""
    return [2 * value for value in rng.sample(range(-n, n), n)]


def cases() -> Iterator[tuple[str, str]]:
    """Every test as (name, input), easy ones first."""
    rng = random.Random(20_406)
    yield "one-entry", book(14, [7])
    yield "half-is-alone", book(12, [6, 1, 2, 9])
    yield "half-is-there-twice", book(12, [6, 1, 2, 6])
    yield "zero-alone", book(0, [5, 0, 3])
    yield "two-zeros", book(0, [5, 0, 3, 0])
    yield "negative-target", book(-9, [4, -3, 1, -6, 2])
    yield "larger-than-target", book(3, [40, 1, -37, 9])
    yield "largest-numbers", book(2_000_000_000, [1_000_000_000, -1_000_000_000, 999_999_999, 1_000_000_000])
    yield "smallest-numbers", book(-2_000_000_000, [-1_000_000_000, 7, -1_000_000_000])
    yield "all-equal", book(8, [4] * 9)
    yield "all-equal-but-no-pair", book(9, [4] * 9)
    for number in range(1, 4):
        yield f"random-{number}", random_book(rng, rng.randint(4, 12), 9)
    yield "medium-no-pair", book(1, even_entries(rng, 2_000))
    yield "large-no-pair", book(301, even_entries(rng, LARGE))
    last_pair = even_entries(rng, LARGE - 2)
    yield "large-pair-at-the-ends", book(100_001, [60_000, *last_pair, 40_001])


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
