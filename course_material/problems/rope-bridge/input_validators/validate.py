"""Checks that standard input is a legal input; exit status 42: yes, 43: no."""

import re
import sys


def reject(why):
    print(why)
    sys.exit(43)


def integers(line, number, ranges):
    words = line.split(" ")
    if len(words) != len(ranges):
        reject(f"line {number}: {len(ranges)} integers with one space between them expected, {len(words)} words found")
    for word, (low, high) in zip(words, ranges):
        if not re.fullmatch(r"0|[1-9][0-9]{0,8}", word):
            reject(f"line {number}: {word[:20]!r} is not an integer in plain form")
        if not low <= int(word) <= high:
            reject(f"line {number}: {word} is not between {low} and {high}")
    return [int(word) for word in words]


def main():
    text = sys.stdin.buffer.read().decode("latin-1")
    lines = text.split("\n")
    if lines.pop() != "":
        reject("the last line has no line end")
    if not lines:
        reject("there is no line at all")
    n, m = integers(lines[0], 1, [(1, 200_000), (0, 200_000)])
    if len(lines) != m + 1:
        reject(f"{m} bridges expected, {len(lines) - 1} lines found after the first")
    for number, line in enumerate(lines[1:], start=2):
        integers(line, number, [(1, n), (1, n), (1, 200_000)])
    sys.exit(42)


if __name__ == "__main__":
    main()
