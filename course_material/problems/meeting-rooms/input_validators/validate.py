"""Reads an input on standard input. Exit status 42: it is as the statement says; 43: it is not, and why is printed."""

import re
import sys

LATEST = 10_000_000
NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")


def refuse(reason: str) -> None:
    """Say what is wrong, and end."""
    print(reason)
    sys.exit(43)


def numbers(lines: list[str], index: int, count: int) -> list[int]:
    """So many whole numbers in a line, with one space between two of them and nothing else."""
    words = lines[index].split(" ")
    if len(words) != count or not all(NUMBER.fullmatch(word) for word in words):
        refuse(f"line {index + 1}: exactly {count} whole numbers with single spaces between them must stand here")
    return [int(word) for word in words]


def main() -> None:
    """Check the whole input."""
    lines = sys.stdin.buffer.read().decode("latin-1").split("\n")
    if lines.pop() != "" or not lines:
        refuse("the last line must end with a line feed")
    (n,) = numbers(lines, 0, 1)
    if not 1 <= n <= 200_000:
        refuse("line 1: n is not between 1 and 200000")
    if len(lines) != n + 1:
        refuse(f"{n + 1} lines are expected, {len(lines)} found")
    for index in range(1, n + 1):
        begin, end = numbers(lines, index, 2)
        if not begin < end <= LATEST:
            refuse(f"line {index + 1}: a band must begin before it is done, and be done by {LATEST}")
    sys.exit(42)


main()
