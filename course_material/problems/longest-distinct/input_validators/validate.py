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
    if not text.endswith("\n") or text.count("\n") != 1:
        refuse("there must be one line, with a line feed at its end")
    if not re.fullmatch(r"[a-z]*\n", text):
        refuse("only the letters from a to z may stand in the line")
    if not 1 <= len(text) - 1 <= 200_000:
        refuse("there must be between 1 and 200000 letters")
    sys.exit(42)


main()
