"""Writes data/secret. Run it in the package folder: python generators/data.py

An input is one line: n, and the number in the box; 0 stands for a box that stays open as long as it can.
"""

import random
from pathlib import Path

SECRET = Path(__file__).resolve().parent.parent / "data" / "secret"


def cases():
    rng = random.Random(20261)
    yield "two-first", 2, 1
    yield "two-last", 2, 2
    yield "three-open", 3, 0
    yield "ten-first", 10, 1
    yield "ten-last", 10, 10
    yield "forty-last", 40, 40
    yield "forty-one-last", 41, 41
    yield "hundred-open", 100, 0
    yield "power-of-two", 1024, 1024
    yield "power-of-two-and-one", 1025, 1025
    yield "random-1000", 1000, rng.randint(1, 1000)
    yield "large-first", 1_000_000, 1
    yield "large-last", 1_000_000, 1_000_000
    yield "large-middle", 1_000_000, 500_000
    yield "large-past-a-power", 1_000_000, 524_289
    for _ in range(3):
        yield "large-random", 1_000_000, rng.randint(1, 1_000_000)
    yield "large-open", 1_000_000, 0
    yield "nearly-large-open", 999_983, 0


def main():
    SECRET.mkdir(parents=True, exist_ok=True)
    for old in [*SECRET.glob("*.in"), *SECRET.glob("*.ans")]:
        old.unlink()
    for number, (name, n, box) in enumerate(cases(), start=1):
        for ending, content in (("in", f"{n} {box}\n"), ("ans", f"{box}\n")):
            (SECRET / f"{number:02}-{name}.{ending}").write_text(content, encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
