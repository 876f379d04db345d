"""Reads an input on standard input. Exit status 42: it is as the statement says; 43: it is not, and why is printed."""

import re
import sys

NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def refuse(reason: str) -> None:
    """Say what is wrong, and end."""
    print(reason)
    sys.exit(43)


def numbers(line: str, what: str) -> list[int]:
    """The positive whole numbers of a line, with one space between two of them and nothing else."""
    words = line.split(" ")
    if not all(NUMBER.fullmatch(word) for word in words):
        refuse(f"{what}: only positive whole numbers with single spaces between them may stand here")
    return [int(word) for word in words]


def main() -> None:
    """Check the whole input."""
    lines = sys.stdin.buffer.read().decode("latin-1").split("\n")
    if len(lines) != 3 or lines[2] != "":
        refuse("there must be two lines, each with a line feed at its end")
    first = numbers(lines[0], "line 1")
    if len(first) != 2:
        refuse(f"line 1: 2 numbers are expected, {len(first)} found")
    amount, kinds = first
    if amount > 200_000:
        refuse("line 1: the amount is above 200000")
    if kinds > 6:
        refuse("line 1: there are more than 6 kinds")
    values = numbers(lines[1], "line 2")
    if len(values) != kinds:
        refuse(f"line 2: {kinds} values are expected, {len(values)} found")
    if max(values) > 200_000:
        refuse("line 2: a value is above 200000")
    if len(set(values)) != kinds:
        refuse("line 2: a value is there twice")
    sys.exit(42)


main()
