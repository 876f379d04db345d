"""Checks a submission's output, which comes on standard input.

Arguments: the input file, the answer file, a folder for feedback. Exit status 42: accepted, 43: wrong,
1: the answer file itself is wrong.
"""

import os
import re
import sys


class Wrong(Exception):
    """What is wrong with an output."""


def integer(word):
    if not re.fullmatch(rb"[0-9]{1,9}", word):
        raise Wrong(f"{word[:20]!r} is not a number of parcels or a parcel")
    return int(word)


def splits(weights, output):
    """Whether the output says `impossible` (False) or parts the weights into two equal loads (True)."""
    words = output.split(None, len(weights) + 1)  # at most k and n parcels, and what is too much
    if not words:
        raise Wrong("there is no output")
    if words == [b"impossible"]:
        return False
    if integer(words[0]) != len(words) - 1:
        raise Wrong("the first number is not the number of parcels that follow")
    left = [integer(word) for word in words[1:]]
    if any(not 1 <= parcel <= len(weights) for parcel in left):
        raise Wrong(f"a parcel is not between 1 and {len(weights)}")
    if len(set(left)) != len(left):
        raise Wrong("a parcel is named twice")
    load = sum(weights[parcel - 1] for parcel in left)
    if 2 * load != sum(weights):
        raise Wrong(f"the left basket weighs {load}, the right one {sum(weights) - load}")
    return True


def judge(weights, answer, output):
    found = splits(weights, output)
    if splits(weights, answer):
        if not found:
            raise Wrong("the output says impossible, but it is possible")
    elif found:
        sys.exit("the answer file says impossible, but the output is right")


def main():
    with open(sys.argv[1], encoding="ascii") as file:
        weights = list(map(int, file.read().split()[1:]))
    with open(sys.argv[2], "rb") as file:
        answer = file.read()
    output = sys.stdin.buffer.read(1 << 23)
    why, status = "", 42
    try:
        judge(weights, answer, output)
    except Wrong as wrong:
        why, status = str(wrong), 43
    try:
        with open(os.path.join(sys.argv[3], "judgemessage.txt"), "w", encoding="utf-8") as file:
            file.write(why + "\n")
    except OSError:
        pass  # the verdict does not depend on the message
    sys.exit(status)


if __name__ == "__main__":
    main()
