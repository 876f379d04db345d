"""Checks that standard input is a legal input; exit status 42: yes, 43: no."""

import re
import sys


def reject(why):
    print(why)
    sys.exit(43)


def main():
    text = sys.stdin.buffer.read().decode("latin-1")
    lines = text.split("\n")
    if lines.pop() != "":
        reject("the last line has no line end")
    if not lines or not re.fullmatch(r"[1-9][0-9]{0,8}", lines[0]):
        reject("line 1: one positive integer expected, and nothing else")
    n = int(lines[0])
    if n > 200_000:
        reject(f"line 1: n = {n} is greater than 200000")
    if len(lines) != n + 1:
        reject(f"{n} words expected, {len(lines) - 1} lines found after the first")
    for number, line in enumerate(lines[1:], start=2):
        if not re.fullmatch(r"[a-z]{1,10}", line):
            reject(f"line {number}: {line[:20]!r} is not a word of 1 to 10 letters a to z")
    sys.exit(42)


if __name__ == "__main__":
    main()
