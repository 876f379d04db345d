"""Writes data/secret. Run it in the folder of the package: python generators/data.py

The numbers are seeded, so that every run writes the same files. Answers come from the reference solution.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

WEEK = 10_080
LARGE = 20_000

Shift = tuple[int, int]


def listed(shifts: list[Shift]) -> str:
    """The input for a list of shifts."""
    return f"{len(shifts)}\n" + "".join(f"{begin} {end}\n" for begin, end in shifts)


def random_shifts(rng: random.Random, n: int, longest: int, week: int = WEEK) -> list[Shift]:
    """Shifts of random length at random times."""
    shifts = []
    for _ in range(n):
        begin = rng.randrange(week)
        shifts.append((begin, min(week, begin + rng.randint(1, longest))))
    return shifts


def single_minutes(rng: random.Random, n: int) -> list[Shift]:
    """Shifts of one minute with a minute between them: as many stretches as a week can have."""
    begins = list(range(0, WEEK, 2))
    shifts = [(begin, begin + 1) for begin in begins + rng.choices(begins, k=n - len(begins))]
    rng.shuffle(shifts)
    return shifts


def shuffled(rng: random.Random, shifts: list[Shift]) -> list[Shift]:
    """The same shifts in another order."""
    return rng.sample(shifts, len(shifts))


def cases() -> Iterator[tuple[str, str]]:
    """Every test as (name, input), easy ones first."""
    rng = random.Random(4_711)
    chain = [(begin, begin + 60) for begin in range(0, 1_200, 60)]
    yield "one-shift", listed([(5, 6)])
    yield "whole-week", listed([(0, WEEK)])
    yield "first-and-last-minute", listed([(WEEK - 1, WEEK), (0, 1)])
    yield "same-shift-twice", listed([(30, 90), (30, 90)])
    yield "one-inside-the-other", listed([(100, 900), (200, 300), (400, 500), (950, 1000)])
    yield "same-begin", listed([(10, 50), (10, 20), (10, 70)])
    yield "same-end", listed([(40, 70), (10, 70), (60, 70)])
    yield "a-chain-of-touching-shifts", listed(chain)
    yield "the-chain-in-disorder", listed(shuffled(rng, chain))
    yield "a-minute-apart", listed(shuffled(rng, [(begin, begin + 59) for begin in range(0, 1_200, 60)]))
    yield "late-shift-joins-two", listed([(0, 10), (20, 30), (40, 50), (8, 42)])
    for number in range(1, 4):
        yield f"random-{number}", listed(random_shifts(rng, rng.randint(5, 12), 6, week=30))
    yield "medium", listed(random_shifts(rng, 600, 12))
    yield "large-short-shifts", listed(single_minutes(rng, LARGE))
    longest = [(begin, WEEK - rng.randrange(200)) for begin in rng.choices(range(200), k=LARGE)]
    yield "large-long-shifts", listed(longest)
    yield "large-mixed", listed(random_shifts(rng, LARGE // 4, 3))


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
