"""Writes data/secret. Run it in the package folder: python generators/data.py"""

import random
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SECRET = PACKAGE / "data" / "secret"
REFERENCE = PACKAGE / "submissions" / "accepted" / "reference.py"


def case(heights):
    return f"{len(heights)}\n{' '.join(map(str, heights))}\n"


def cases():
    rng = random.Random(20265)

    def heights(n, highest):
        return [rng.randint(1, highest) for _ in range(n)]

    yield "one-tree", case([1_000_000])
    yield "two-equal", case([5, 5])
    yield "all-equal", case([8] * 15)
    yield "falling", case(list(range(20, 0, -1)))
    yield "rising", case(list(range(1, 21)))
    yield "high-tree-first", case([100, 1, 2, 3, 4, 5])
    yield "high-tree-in-between", case([1, 2, 50, 3, 4, 51, 5, 6])
    yield "low-tree-late", case([5, 6, 7, 1, 8, 9, 2, 3])
    yield "pairs-of-equals", case([h for h in range(1, 16) for _ in (0, 1)])
    yield "saw", case([10 * i + j for i in range(10) for j in (5, 1, 9, 3)])
    yield "blocks-turned-round", case([10 * i + j for i in range(12) for j in range(10, 0, -1)])
    yield "blocks-in-falling-order", case([10 * i + j for i in range(12, 0, -1) for j in range(10)])
    for n, highest in ((10, 9), (12, 1000), (18, 6), (200, 50)):
        yield f"random-{n}", case(heights(n, highest))
    yield "large", case(heights(2500, 1_000_000))
    yield "large-few-heights", case(heights(2500, 40))
    yield "large-rising", case(list(range(1, 2501)))
    yield "large-falling", case(list(range(2500, 0, -1)))
    yield "large-nearly-rising", case([max(1, 300 * i + rng.randint(-3000, 3000)) for i in range(2500)])


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
