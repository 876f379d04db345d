# mistake: the positions are looked up by value afterwards, so two equal entries get the same position
import sys


def main():
    words = sys.stdin.read().split()
    target = int(words[1])
    entries = list(map(int, words[2:]))
    seen = set()
    for entry in entries:
        if target - entry in seen:
            print(entries.index(target - entry) + 1, entries.index(entry) + 1)
            return
        seen.add(entry)
    print("none")


main()
