"""Writes data/secret. Run it in the package folder: python generators/data.py"""

import random
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SECRET = PACKAGE / "data" / "secret"
REFERENCE = PACKAGE / "submissions" / "accepted" / "reference.py"


def case(n, bridges):
    return "\n".join([f"{n} {len(bridges)}", *(" ".join(map(str, bridge)) for bridge in bridges)]) + "\n"


def cases():
    rng = random.Random(20266)

    def scattered(n, m, longest):
        return [(rng.randint(1, n), rng.randint(1, n), rng.randint(1, longest)) for _ in range(m)]

    yield "one-village", case(1, [])
    yield "one-village-one-bridge", case(1, [(1, 1, 9)])
    yield "two-villages-no-bridge", case(2, [])
    yield "two-bridges-side-by-side", case(2, [(1, 2, 8), (2, 1, 5), (1, 2, 6)])
    yield "against-the-direction", case(4, [(2, 1, 3), (3, 2, 4), (4, 3, 5), (1, 4, 6)])
    yield "long-way-round", case(5, [(1, 5, 10), (1, 2, 9), (2, 3, 9), (3, 4, 9), (4, 5, 9)])
    yield "short-sum-long-bridge", case(4, [(1, 2, 1), (2, 4, 7), (1, 3, 6), (3, 4, 6)])
    yield "dead-end-of-short-bridges", case(6, [(1, 2, 1), (2, 3, 1), (1, 4, 5), (4, 6, 5), (3, 5, 90)])
    yield "far-village-behind-a-long-bridge", case(4, [(1, 4, 2), (4, 3, 50), (3, 2, 3)])
    yield "middle-cut-off", case(6, [(1, 2, 1), (2, 3, 1), (4, 5, 1), (5, 6, 1), (3, 3, 1)])
    yield "longest-possible", case(3, [(1, 2, 200_000), (2, 3, 1)])
    for n, m in ((4, 5), (6, 9), (8, 12), (40, 60)):
        yield f"random-{n}", case(n, scattered(n, m, 20))
    yield "chain", case(5000, [(i, i + 1, rng.randint(1, 200_000)) for i in range(1, 5000)])
    yield "large", case(3000, scattered(3000, 8000, 200_000))
    lengths = rng.sample(range(1, 200_001), 10_000)
    lengths.sort()
    ladder = [(max(1, i - 2), i, lengths[2 * i - 4 + side]) for i in range(2, 5001) for side in (0, 1)]
    rng.shuffle(ladder)
    yield "large-ladder", case(5000, ladder)


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
