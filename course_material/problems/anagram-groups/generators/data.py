"""Writes data/secret. Run it in the package folder: python generators/data.py"""

import random
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SECRET = PACKAGE / "data" / "secret"
REFERENCE = PACKAGE / "submissions" / "accepted" / "reference.py"


def case(words):
    return "\n".join([str(len(words)), *words]) + "\n"


def shuffled(rng, word):
    return "".join(rng.sample(word, len(word)))


def cases():
    rng = random.Random(20262)

    def words(n, alphabet, shortest, longest):
        return ["".join(rng.choices(alphabet, k=rng.randint(shortest, longest))) for _ in range(n)]

    abc = "abcdefghijklmnopqrstuvwxyz"
    yield "one-strip", case(["z"])
    yield "all-equal", case(["word"] * 7)
    yield "all-different", case(["a", "b", "c", "ab", "bc", "ca", "abc"])
    yield "same-letters-other-counts", case(["aab", "abb", "aabb", "ab", "bba", "baa", "b"])
    yield "same-sum-of-letters", case(["ac", "bb", "ad", "bc", "abc", "bbb", "cb"])
    yield "one-word-inside-another", case(["abc", "abcd", "bca", "dcba", "ab"])
    yield "apart", case(["stone", "x", "notes", "x", "onset", "y", "tones"])
    yield "longest-words", case(["abcdefghij", "jihgfedcba", "aaaaaaaaaa", "aaaaaaaaab", "baaaaaaaaa"])
    yield "random-two-letters-12", case(words(12, "ab", 1, 4))
    yield "random-three-letters-60", case(words(60, "abc", 1, 5))
    yield "random-500", case(words(500, "abcde", 2, 6))
    yield "one-heap-1000", case([shuffled(rng, "abcdefgh") for _ in range(1000)])
    roots = words(1500, abc, 3, 8)
    yield "large-shuffled-roots", case([shuffled(rng, rng.choice(roots)) for _ in range(20000)])
    yield "large-many-heaps", case(words(20000, abc, 6, 6))
    yield "large-two-letters", case(words(20000, "xy", 10, 10))


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
