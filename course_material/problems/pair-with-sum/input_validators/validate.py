"""Reads an input on standard input. Exit status 42: it is as the statement says; 43: it is not, and why is printed."""

import re
import sys

NUMBER = re.compile(r"0|-?[1-9][0-9]{0,9}")


def refuse(reason: str) -> None:
    """Say what is wrong, and end."""
    print(reason)
    sys.exit(43)


def numbers(line: str, what: str) -> list[int]:
    """The whole numbers of a line, with one space between two of them and nothing else."""
    words = line.split(" ")
    if not all(NUMBER.fullmatch(word) for word in words):
        refuse(f"{what}: only whole numbers with single spaces between them may stand here")
    return [int(word) for word in words]


def main() -> None:
    """Check the whole input."""
    text = sys.stdin.buffer.read().decode("latin-1")
    lines = text.split("\n")
    if len(lines) != 3 or lines[2] != "":
        refuse("there must be two lines, each with a line feed at its end")
    first = numbers(lines[0], "line 1")
    if len(first) != 2:
        refuse(f"line 1: 2 numbers are expected, {len(first)} found")
    n, target = first
    if not 1 <= n <= 200_000:
        refuse("line 1: n is not between 1 and 200000")
    if abs(target) > 2_000_000_000:
        refuse("line 1: t is not between -2000000000 and 2000000000")
    entries = numbers(lines[1], "line 2")
    if len(entries) != n:
        refuse(f"line 2: {n} entries are expected, {len(entries)} found")
    if max(map(abs, entries)) > 1_000_000_000:
        refuse("line 2: an entry is not between -1000000000 and 1000000000")
    sys.exit(42)


main()
