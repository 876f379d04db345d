"""Reads an input on standard input. Exit status 42: it is as the statement says; 43: it is not, and why is printed."""

import re
import sys


def refuse(reason: str) -> None:
    """Say what is wrong, and end."""
    print(reason)
    sys.exit(43)


def main() -> None:
    """Check the whole input."""
    text = sys.stdin.buffer.read().decode("latin-1")
    found = re.fullmatch(r"([1-9][0-9]{0,8}) ([1-9][0-9]{0,8})\n", text)
    if found is None:
        refuse("there must be one line with two positive whole numbers and a single space between them")
    n, k = int(found[1]), int(found[2])
    if not 1 <= k <= n <= 200_000:
        refuse("k must be between 1 and n, and n at most 200000")
    sys.exit(42)


main()
