"""Writes data/secret. Run it in the folder of the package: python generators/data.py

The numbers are seeded, so that every run writes the same files. Answers come from the reference solution.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LARGE = 3_000


def cases() -> Iterator[tuple[str, str]]:
    """Every test as (name, input), easy ones first."""
    rng = random.Random(6_174)
    stairs = [
        ("one-step", 1, 1),
        ("two-steps-one-stride", 2, 2),
        ("single-steps-only", 9, 1),
        ("three-steps", 3, 2),
        ("whole-stair-in-one-stride", 10, 10),
        ("all-but-one", 10, 9),
        ("just-below-the-modulus", 30, 30),
        ("just-above-the-modulus", 31, 31),
        ("two-above-the-modulus", 44, 2),
        ("random-1", rng.randint(12, 25), 3),
        ("random-2", rng.randint(60, 90), 7),
        ("random-3", rng.randint(300, 400), 40),
        ("many-ways", 60, 25),
        ("large-single-steps", LARGE, 1),
        ("large-two", LARGE, 2),
        ("large-ten", LARGE - 1, 10),
        ("large-half", LARGE, LARGE // 2),
        ("large-all-but-one", LARGE, LARGE - 1),
        ("large-whole", LARGE, LARGE),
    ]
    for name, n, k in stairs:
        yield name, f"{n} {k}\n"


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
