# mistake: an entry that is half of the sum is paired with itself
import sys


def main():
    words = sys.stdin.read().split()
    target = int(words[1])
    entries = list(map(int, words[2:]))
    position_of = {entry: position for position, entry in enumerate(entries, start=1)}
    for position, entry in enumerate(entries, start=1):
        if target - entry in position_of:
            print(position, position_of[target - entry])
            return
    print("none")


main()
