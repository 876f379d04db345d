# mistake: an entry above the sum is taken for useless, though a negative one may make up for it
import sys


def main():
    words = sys.stdin.read().split()
    target = int(words[1])
    entries = list(map(int, words[2:]))
    position_of = {}
    for position, entry in enumerate(entries, start=1):
        if entry > target:
            continue
        if target - entry in position_of:
            print(position_of[target - entry], position)
            return
        position_of[entry] = position
    print("none")


main()
