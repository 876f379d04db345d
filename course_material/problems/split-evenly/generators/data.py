"""Writes data/secret. Run it in the package folder: python generators/data.py"""

import random
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SECRET = PACKAGE / "data" / "secret"
REFERENCE = PACKAGE / "submissions" / "accepted" / "reference.py"


def case(weights):
    return f"{len(weights)}\n{' '.join(map(str, weights))}\n"


def cases():
    rng = random.Random(20267)

    def weights(n, lightest=1, heaviest=100):
        return [rng.randint(lightest, heaviest) for _ in range(n)]

    def never(n):
        """Even weights, and half of their sum is odd: impossible, but nothing shows it at once."""
        numbers = [2 * rng.randint(1, 50) for _ in range(n - 1)]
        rest = sum(numbers) % 4
        return [*numbers, 2 if rest == 0 else 4]

    def possible(n):
        numbers = weights(n - 1)
        return [*numbers, 1 + (sum(numbers) + 1) % 2]

    yield "one-parcel", case([6])
    yield "two-equal", case([9, 9])
    yield "two-different", case([9, 11])
    yield "odd-sum", case([1, 2, 4, 8, 16])
    yield "one-heavy", case([1, 1, 1, 9])
    yield "one-against-all", case([4, 3, 9, 2])
    yield "heaviest-first-fails", case([7, 6, 5, 4, 4])
    yield "heaviest-first-fails-again", case([10, 10, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8])
    yield "order-counts", case([3, 3, 2, 2, 2])
    yield "no-weight-twice", case([3, 5, 8, 20])
    yield "twos-and-a-one", case([2, 2, 2, 2, 1])
    yield "even-but-impossible", case([6, 6, 6, 10, 10])
    yield "all-ones", case([1] * 14)
    yield "all-threes-odd", case([3] * 13)
    for n in (6, 10, 14):
        yield f"random-{n}", case(possible(n))
    yield "never-11", case(never(11))
    yield "random-60", case(possible(60))
    yield "light-300", case([1 + i % 3 for i in range(300)])
    yield "large", case(possible(400))
    yield "large-never", case(never(400))
    yield "large-hundreds", case([100] * 199 + [50])
    yield "large-one-left-over", case([100] * 197 + [25, 25, 50])


def main():
    SECRET.mkdir(parents=True, exist_ok=True)
    for old in [*SECRET.glob("*.in"), *SECRET.glob("*.ans")]:
        old.unlink()
    for number, (name, text) in enumerate(cases(), start=1):
        run = subprocess.run([sys.executable, REFERENCE], input=text, text=True, capture_output=True, check=True)
        for ending, content in (("in", text), ("ans", run.stdout)):
            (SECRET / f"{number:02}-{name}.{ending}").write_text(content, encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
