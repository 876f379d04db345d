"""The interactor: plays the game with a submission on standard input and output.

Arguments: the input file, the answer file, a folder for feedback. Exit status 42: accepted, 43: wrong.
"""

import os
import re
import sys

GUESSES = 40
LONGEST_LINE = 100


class Wrong(Exception):
    """What the submission did wrong."""


class Box:
    """The number in the box. Where it is 0, the box stays open for as many numbers as it can."""

    def __init__(self, n, number):
        self.low, self.high = (number, number) if number else (1, n)

    def answer(self, guess):
        if guess < self.low:
            return "higher"
        if guess > self.high:
            return "lower"
        if self.low == self.high:
            return "found"
        if self.high - guess >= guess - self.low:
            self.low = guess + 1
            return "higher"
        self.high = guess - 1
        return "lower"


def send(line):
    try:
        os.write(1, line.encode("ascii") + b"\n")
    except OSError:
        raise Wrong("the program ended before the game did") from None


def guess_from(line, n):
    if not line:
        raise Wrong("the program ended before it found the number")
    word = line.strip()
    if len(line) >= LONGEST_LINE or not re.fullmatch(rb"[+-]?[0-9]{1,18}", word):
        raise Wrong(f"a guess must be one integer, but the line is {line[:40]!r}")
    if not 1 <= int(word) <= n:
        raise Wrong(f"the guess {int(word)} is not between 1 and {n}")
    return int(word)


def play(n, box, lines):
    send(str(n))
    for _ in range(GUESSES):
        answer = box.answer(guess_from(lines.readline(LONGEST_LINE), n))
        send(answer)
        if answer == "found":
            os.close(1)  # a program that reads on sees the end
            break
    else:
        raise Wrong(f"the number was not found with {GUESSES} guesses")
    while chunk := lines.read1(1 << 16):
        if chunk.strip():
            raise Wrong("the program printed something after it had found the number")


def main():
    with open(sys.argv[1], encoding="ascii") as file:
        n, number = map(int, file.read().split())
    why, status = "", 42
    try:
        play(n, Box(n, number), sys.stdin.buffer)
    except Wrong as wrong:
        why, status = str(wrong), 43
    try:
        with open(os.path.join(sys.argv[3], "judgemessage.txt"), "w", encoding="utf-8") as file:
            file.write(why + "\n")
    except OSError:
        pass  # the verdict does not depend on the message
    os._exit(status)


if __name__ == "__main__":
    main()
