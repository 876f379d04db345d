# idea: hashing: remember the position of every entry, and look for the missing part
# growth: n
import sys


def main():
    words = sys.stdin.read().split()
    target = int(words[1])
    entries = list(map(int, words[2:]))
    position_of = {}
    for position, entry in enumerate(entries, start=1):
        missing = target - entry
        if missing in position_of:
            print(position_of[missing], position)
            return
        position_of[entry] = position
    print("none")


main()
