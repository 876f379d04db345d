"""Decides whether an output is right: validate.py INPUT ANSWER FEEDBACK_DIR < output

Exit status 42: right; 43: wrong, and why is in the feedback folder. Any other: the answer file itself is wrong.
"""

import re
import sys
from pathlib import Path

LONGEST_OUTPUT = 1000
POSITION = re.compile(rb"[0-9]{1,9}")
JUDGE_ERROR = 1


def finish(status: int, reason: str) -> None:
    """Leave a word for people, where the folder can be written, and end."""
    try:
        Path(sys.argv[3], "judgemessage.txt").write_text(reason + "\n", encoding="utf-8")
    except OSError:
        print(reason)
    sys.exit(status)


def positions(words: list[bytes], n: int) -> tuple[int, int]:
    """The two positions that the output names."""
    if len(words) != 2:
        finish(43, "The output must be two positions, or the word none.")
    if not all(POSITION.fullmatch(word) for word in words):
        finish(43, "A position must be written as a whole number, in digits only.")
    first, second = int(words[0]), int(words[1])
    if not (1 <= first <= n and 1 <= second <= n):
        finish(43, f"A position is not between 1 and {n}.")
    return first, second


def main() -> None:
    """Check the output against the input; the answer only says whether there is a pair."""
    (_, target), entries = [
        list(map(int, line.split())) for line in Path(sys.argv[1]).read_text(encoding="ascii").splitlines()
    ]
    no_pair_expected = Path(sys.argv[2]).read_text(encoding="ascii").split() == ["none"]
    output = sys.stdin.buffer.read(LONGEST_OUTPUT + 1)
    if len(output) > LONGEST_OUTPUT:
        finish(43, "The output is far too long.")
    words = output.split()
    if [word.lower() for word in words] == [b"none"]:
        if no_pair_expected:
            finish(42, "There is no pair, as the output says.")
        finish(43, "There is a pair.")
    first, second = positions(words, len(entries))
    if first == second:
        finish(43, "The same entry is used twice.")
    if entries[first - 1] + entries[second - 1] != target:
        finish(43, f"The sum of the entries {first} and {second} is not {target}.")
    if no_pair_expected:
        finish(JUDGE_ERROR, "The answer says that there is no pair, but the output names one.")
    finish(42, "The two entries have the right sum.")


main()
