"""Writes data/secret. Run it in the package folder: python generators/data.py"""

import random
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SECRET = PACKAGE / "data" / "secret"
REFERENCE = PACKAGE / "submissions" / "accepted" / "reference.py"


def case(k, numbers):
    return f"{len(numbers)} {k}\n{' '.join(map(str, numbers))}\n"


def cases():
    rng = random.Random(20260)

    def noise(n, low=-99, high=99):
        return [rng.randint(low, high) for _ in range(n)]

    yield "one-minute", case(1, [17])
    yield "one-quiet-minute", case(1, [-99])
    yield "whole-tape", case(6, [5, -3, 8, 0, -2, 7])
    yield "all-negative", case(3, [-7, -2, -9, -4, -1, -6, -3])
    yield "best-is-first", case(2, [50, 49, 1, 2, 3, 4])
    yield "best-is-last", case(2, [1, 2, 3, 4, 49, 50])
    yield "all-zero", case(4, [0] * 9)
    yield "lone-peak", case(3, [-9, -9, -9, 20, -9, -9, -9, -9])
    yield "shorter-is-louder", case(4, [-50, 90, -50, -50, -50, 10, 10, 10])
    for size in (8, 12, 20):
        yield f"random-{size}", case(rng.randint(2, size - 1), noise(size))
    yield "random-300", case(40, noise(300))
    yield "quiet-1000", case(250, noise(1000, -99, -1))
    yield "large-half", case(25000, noise(50000))
    yield "large-rising", case(20000, [-99 + 198 * i // 49999 for i in range(50000)])


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
