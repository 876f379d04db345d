"""Writes data/secret. Run it in the folder of the package: python generators/data.py

The numbers are seeded, so that every run writes the same files. Answers come from the reference solution.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LATEST = 10_000_000
LARGE = 2_000

Band = tuple[int, int]


def wishes(bands: list[Band]) -> str:
    """The input for a list of bands."""
    return f"{len(bands)}\n" + "".join(f"{begin} {end}\n" for begin, end in bands)


def random_bands(rng: random.Random, n: int, span: int, longest: int) -> list[Band]:
    """Bands that begin at random and stay for a random time."""
    bands = []
    for _ in range(n):
        begin = rng.randrange(span)
        bands.append((begin, begin + rng.randint(1, longest)))
    return bands


def shuffled(rng: random.Random, bands: list[Band]) -> list[Band]:
    """The same bands in another order."""
    return rng.sample(bands, len(bands))


def cases() -> Iterator[tuple[str, str]]:
    """Every test as (name, input), easy ones first."""
    rng = random.Random(1_812)
    one_after_the_other = [(10 * i, 10 * i + 10) for i in range(40)]
    yield "one-band", wishes([(3, 4)])
    yield "longest-time", wishes([(0, LATEST), (LATEST - 1, LATEST), (0, 1)])
    yield "same-wish-three-times", wishes([(5, 9)] * 3)
    yield "same-begin", wishes([(5, 9), (5, 6), (5, 7), (6, 7)])
    yield "same-end", wishes([(1, 9), (5, 9), (8, 9), (6, 8)])
    yield "all-meet", wishes([(i, 100 - i) for i in range(20)])
    yield "early-bird-stays-long", wishes([(0, 50), (1, 10), (10, 20), (20, 30)])
    yield "short-one-in-the-way", wishes([(0, 10), (9, 12), (11, 25)])
    yield "one-after-the-other", wishes(shuffled(rng, one_after_the_other))
    yield "a-moment-too-long", wishes(shuffled(rng, [(begin, end + 1) for begin, end in one_after_the_other]))
    few_meetings_in_the_way = [(0, 2), (2, 4), (4, 6), (6, 8), (1, 3), (1, 3), (1, 3), (3, 5), (5, 7), (5, 7), (5, 7)]
    yield "few-overlaps-lead-astray", wishes(few_meetings_in_the_way)
    for number in range(1, 5):
        yield f"random-{number}", wishes(random_bands(rng, rng.randint(6, 14), 25, 9))
    yield "medium-short", wishes(random_bands(rng, 500, 3_000, 20))
    yield "medium-mixed", wishes(random_bands(rng, 600, 3_000, 2_000))
    yield "large-crowded", wishes(random_bands(rng, LARGE, 500, 300))
    yield "large-all-fit", wishes(shuffled(rng, [(5 * i, 5 * i + 4) for i in range(LARGE)]))
    yield "large-mixed", wishes(random_bands(rng, LARGE, LATEST - 40_000, 40_000))
    yield "large-short", wishes(random_bands(rng, LARGE, 4 * LARGE, 8))


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
