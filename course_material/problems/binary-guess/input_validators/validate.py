"""Checks that standard input is a legal input; exit status 42: yes, 43: no."""

import re
import sys


def reject(why):
    print(why)
    sys.exit(43)


def main():
    text = sys.stdin.buffer.read().decode("latin-1")
    if not re.fullmatch(r"[1-9][0-9]{0,8} (0|[1-9][0-9]{0,8})\n", text):
        reject("there must be one line: n, one space, and the number in the box (or 0)")
    n, box = map(int, text.split())
    if n > 1_000_000:
        reject(f"n = {n} is greater than 1000000")
    if box > n:
        reject(f"the number in the box, {box}, is greater than n = {n}")
    sys.exit(42)


if __name__ == "__main__":
    main()
