"""Checks that standard input is a legal input; exit status 42: yes, 43: no."""

import re
import sys

INTEGER = r"(?:0|-?[1-9][0-9]{0,8})"


def reject(why):
    print(why)
    sys.exit(43)


def main():
    text = sys.stdin.buffer.read().decode("latin-1")
    lines = text.split("\n")
    if lines.pop() != "":
        reject("the last line has no line end")
    if not lines or not re.fullmatch(INTEGER, lines[0]):
        reject("line 1: one integer expected, and nothing else")
    n = int(lines[0])
    if not 2 <= n <= 200_000:
        reject(f"line 1: n = {n} is not between 2 and 200000")
    if len(lines) != n + 1:
        reject(f"{n} points expected, {len(lines) - 1} lines found after the first")
    for number, line in enumerate(lines[1:], start=2):
        if not re.fullmatch(f"{INTEGER} {INTEGER}", line):
            reject(f"line {number}: {line[:40]!r} is not two integers with one space between them")
        if any(abs(int(word)) > 1_000_000 for word in line.split(" ")):
            reject(f"line {number}: {line} is not between -1000000 and 1000000")
    sys.exit(42)


if __name__ == "__main__":
    main()
