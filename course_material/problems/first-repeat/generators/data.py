"""Writes data/secret. Run it in the folder of the package: python generators/data.py

The numbers are seeded, so that every run writes the same files. Answers come from the reference solution.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LARGE = 30_000


def scans(numbers: list[int]) -> str:
    """The input for a list of scanned numbers."""
    return f"{len(numbers)}\n{' '.join(map(str, numbers))}\n"


def different(rng: random.Random, n: int) -> list[int]:
    """n different numbers of at most five digits, in random order."""
    return rng.sample(range(1, 100_000), n)


def cases() -> Iterator[tuple[str, str]]:
    """Every test as (name, input), easy ones first."""
    rng = random.Random(90_210)
    yield "one-scan", scans([42])
    yield "two-equal", scans([8, 8])
    yield "two-different", scans([8, 9])
    yield "same-number-all-along", scans([5] * 8)
    yield "nested-pairs", scans([1, 2, 3, 4, 4, 3, 2, 1])
    yield "crossing-pairs", scans([1, 2, 3, 4, 1, 2, 3, 4])
    yield "smaller-number-later", scans([90, 10, 90, 10, 10])
    yield "repeat-at-the-end", scans([3, 1, 4, 15, 9, 2, 6, 3])
    yield "never-neighbours", scans([2, 7, 2, 7, 2, 7])
    yield "large-numbers", scans([1_000_000_000, 1, 999_999_999, 1_000_000_000])
    for number in range(1, 5):
        n = rng.randint(5, 12)
        yield f"random-{number}", scans([rng.randint(1, 12) for _ in range(n)])
    several = different(rng, 2_000)
    yield "medium-all-different", scans(several)
    yield "medium-many-repeats", scans(several[:1_200] + several[600:1_200] + several[:600])
    yield "large-all-different", scans(different(rng, LARGE))
    late = different(rng, LARGE - 1)
    yield "large-first-comes-back", scans([*late, late[0]])


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
