"""Writes data/secret. Run it in the package folder: python generators/data.py"""

import random
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SECRET = PACKAGE / "data" / "secret"
REFERENCE = PACKAGE / "submissions" / "accepted" / "reference.py"


def case(points):
    return "\n".join([str(len(points)), *(f"{x} {y}" for x, y in points)]) + "\n"


def cases():
    rng = random.Random(20264)

    def scattered(n, width, height):
        return [(rng.randint(-width, width), rng.randint(-height, height)) for _ in range(n)]

    yield "two-flags", case([(-1_000_000, -1_000_000), (1_000_000, 1_000_000)])
    yield "same-place", case([(5, 5), (100, 0), (5, 5), (0, 50)])
    yield "three-in-a-row", case([(0, 0), (10, 0), (4, 0)])
    yield "column", case([(7, 40), (7, 0), (7, 13), (7, 100), (7, 30), (7, 61)])
    yield "near-in-x-only", case([(0, 0), (1, 900), (2, -800), (3, 500), (4, -300), (40, 0), (50, 5)])
    yield "axes-against-slant", case([(0, 0), (6, 6), (40, 0), (40, 10), (0, 70), (11, 70)])
    pairs = [(600 * i, i * i, *rng.choice([(72, 0), (0, 71), (50, 50), (51, 50)])) for i in range(40)]
    yield "pairs-on-the-slant", case([point for x, y, dx, dy in pairs for point in ((x, y), (x + dx, y + dy))])
    yield "across-the-middle", case([(-50, 0), (-40, 30), (-1, 60), (1, 61), (40, -30), (50, 5)])
    yield "square-grid", case([(1000 * i, 1000 * j) for i in range(15) for j in range(15)])
    yield "two-columns", case([(side, 40 * i + 13 * side) for i in range(100) for side in (0, 1)])
    yield "two-heaps", case([(x + far, y) for far in (0, 900_000) for x, y in scattered(60, 3000, 3000)])
    for n in (3, 5, 10, 50):
        yield f"random-{n}", case(scattered(n, 100, 100))
    yield "random-2000", case(scattered(2000, 30_000, 30_000))
    yield "large", case(scattered(12000, 45_000, 45_000))
    rows = rng.sample(range(-45_000, 45_000, 5), 12000)
    yield "large-column", case([(3, y) for y in rows])


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
