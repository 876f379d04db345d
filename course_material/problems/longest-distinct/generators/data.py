"""Writes data/secret. Run it in the folder of the package: python generators/data.py

The numbers are seeded, so that every run writes the same files. Answers come from the reference solution.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
LARGE = 40_000


def letters(rng: random.Random, n: int, kinds: int) -> str:
    """Random beads of the first few letters."""
    return "".join(rng.choices(ALPHABET[:kinds], k=n))


def whole_alphabets(rng: random.Random, n: int) -> str:
    """The same shuffled alphabet again and again: wherever a piece begins, it can have 26 beads."""
    order = "".join(rng.sample(ALPHABET, 26))
    return (order * (n // 26 + 1))[:n]


def cases() -> Iterator[tuple[str, str]]:
    """Every test as (name, input), easy ones first."""
    rng = random.Random(31_337)
    texts = [
        ("one-bead", "q"),
        ("two-equal", "qq"),
        ("two-different", "qa"),
        ("all-different", ALPHABET),
        ("repeat-inside-the-piece", "abba"),
        ("repeat-just-before", "dvdf"),
        ("longest-at-the-end", "aaabcdefg"),
        ("longest-at-the-start", "gfedcbaaa"),
        ("old-letter-again", "tmmzuxt"),
        ("alphabet-and-back", ALPHABET + ALPHABET[::-1]),
        ("two-letters", "ab" * 20),
        ("random-short", letters(rng, 12, 4)),
        ("random-longer", letters(rng, 200, 9)),
        ("random-all-letters", letters(rng, 3_000, 26)),
        ("large-one-letter", "e" * LARGE),
        ("large-random", letters(rng, LARGE, 26)),
        ("large-no-z", letters(rng, LARGE - 26, 25) + ALPHABET),
        ("large-alphabets", whole_alphabets(rng, LARGE)),
    ]
    for name, text in texts:
        yield name, text + "\n"


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
