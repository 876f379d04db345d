"""Reads an input on standard input. Exit status 42: it is as the statement says; 43: it is not, and why is printed."""

import re
import sys


def refuse(reason: str) -> None:
    """Say what is wrong, and end."""
    print(reason)
    sys.exit(43)


def main() -> None:
    """Check the whole input."""
    lines = sys.stdin.buffer.read().decode("latin-1").split("\n")
    if lines.pop() != "" or not lines:
        refuse("the last line must end with a line feed")
    found = re.fullmatch(r"([1-9][0-9]{0,8}) ([1-9][0-9]{0,8})", lines[0])
    if found is None:
        refuse("line 1: two positive whole numbers with a single space between them must stand here")
    rows, columns = int(found[1]), int(found[2])
    if rows * columns > 200_000:
        refuse("line 1: the hall has more than 200000 squares")
    if len(lines) != rows + 1:
        refuse(f"{rows + 1} lines are expected, {len(lines)} found")
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != columns or not re.fullmatch(r"[.#]*", line):
            refuse(f"line {number}: exactly {columns} characters are expected, each of them . or #")
    if lines[1][0] != "." or lines[-1][-1] != ".":
        refuse("the upper left and the lower right square must be free")
    sys.exit(42)


main()
