"""Writes data/secret. Run it in the folder of the package: python generators/data.py

The numbers are seeded, so that every run writes the same files. Answers come from the reference solution.
"""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LARGE = 2_000


def purse(amount: int, values: list[int]) -> str:
    """The input for an amount and the values of the coins."""
    return f"{amount} {len(values)}\n{' '.join(map(str, values))}\n"


def random_purse(rng: random.Random, amount: int, highest: int) -> str:
    """An amount and a few different values."""
    kinds = rng.randint(2, min(6, highest))
    return purse(amount, rng.sample(range(1, highest + 1), kinds))


def cases() -> Iterator[tuple[str, str]]:
    """Every test as (name, input), easy ones first."""
    rng = random.Random(1_618)
    yield "one-penny", purse(1, [1])
    yield "one-penny-no-coin", purse(1, [2])
    yield "coin-of-the-amount", purse(17, [3, 17, 5])
    yield "coin-above-the-amount", purse(9, [10, 3, 200_000])
    yield "one-kind-many-times", purse(60, [5])
    yield "one-kind-does-not-fit", purse(61, [5])
    yield "largest-coin-leads-astray", purse(30, [1, 10, 25])
    yield "largest-coin-leads-nowhere", purse(6, [4, 3])
    yield "second-coin-leads-astray", purse(63, [1, 21, 25, 10])
    yield "two-large-and-one-small", purse(44, [20, 4, 15])
    yield "only-even-coins", purse(99, [2, 4, 6, 8])
    yield "euro", purse(388, [200, 100, 50, 20, 10, 5])
    for number in range(1, 5):
        yield f"random-{number}", random_purse(rng, rng.randint(20, 60), 14)
    yield "random-5", random_purse(rng, rng.randint(300, 600), 90)
    yield "large-pennies", purse(LARGE, [1])
    yield "large-small-coins", purse(LARGE, [6, 5, 4, 3, 2, 1])
    yield "large-cannot-be-paid", purse(LARGE - 1, [12, 10, 8, 6, 4, 2])
    yield "large-astray", purse(LARGE, [1, 333, 500, 499, 7])
    yield "large-random", random_purse(rng, LARGE - 7, 40)


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
