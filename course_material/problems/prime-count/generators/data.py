"""Writes data/secret. Run it in the package folder: python generators/data.py"""

import random
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SECRET = PACKAGE / "data" / "secret"
REFERENCE = PACKAGE / "submissions" / "accepted" / "reference.py"


def case(cards):
    return f"{len(cards)}\n{' '.join(map(str, cards))}\n"


def cases():
    rng = random.Random(20263)

    def cards(n, highest):
        return [rng.randint(1, highest) for _ in range(n)]

    yield "only-one", case([1])
    yield "only-two", case([2])
    yield "first-ten", case(list(range(1, 11)))
    yield "square-of-two", case([4])
    yield "square-of-three", case([9, 8, 7])
    yield "square-of-eleven", case([121, 120])
    yield "product-of-eleven-and-thirteen", case([143])
    yield "large-square-997", case([994009, 994008])
    yield "equal-cards", case([97] * 12)
    yield "falling", case([100, 50, 25, 12, 6, 3, 1])
    yield "largest-prime", case([999983, 999982])
    yield "largest-card", case([1_000_000])
    yield "random-200", case(cards(200, 1000))
    yield "small-cards", case(cards(20000, 30))
    yield "large", case(cards(20000, 1_000_000))
    yield "large-high", case([1_000_000 - card for card in cards(20000, 1000)])


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
