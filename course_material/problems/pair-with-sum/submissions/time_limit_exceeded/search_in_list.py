# idea: brute force: look for the missing part in the list of the entries so far
# growth: n^2
import sys


def main():
    words = sys.stdin.read().split()
    target = int(words[1])
    entries = list(map(int, words[2:]))
    so_far = []
    for position, entry in enumerate(entries, start=1):
        if target - entry in so_far:
            print(so_far.index(target - entry) + 1, position)
            return
        so_far.append(entry)
    print("none")


main()
