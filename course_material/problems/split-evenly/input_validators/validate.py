"""Checks that standard input is a legal input; exit status 42: yes, 43: no."""

import re
import sys


def reject(why):
    print(why)
    sys.exit(43)


def integers(line, where, low, high):
    words = line.split(" ")
    for word in words:
        if not re.fullmatch(r"0|-?[1-9][0-9]{0,8}", word):
            reject(f"{where}: {word[:20]!r} is not an integer in plain form")
        if not low <= int(word) <= high:
            reject(f"{where}: {word} is not between {low} and {high}")
    return [int(word) for word in words]


def main():
    text = sys.stdin.buffer.read().decode("latin-1")
    lines = text.split("\n")
    if len(lines) != 3 or lines[2] != "":
        reject("there must be exactly two lines, each with a line end")
    first = integers(lines[0], "line 1", 1, 200_000)
    if len(first) != 1:
        reject(f"line 1: one integer expected, {len(first)} found")
    weights = integers(lines[1], "line 2", 1, 100)
    if len(weights) != first[0]:
        reject(f"line 2: {first[0]} integers expected, {len(weights)} found")
    sys.exit(42)


if __name__ == "__main__":
    main()
