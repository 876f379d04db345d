# mistake: looks only at which letters occur, not how often: aab and abb come on one heap
import sys


def main():
    words = sys.stdin.read().split()[1:]
    heaps = {}
    for word in words:
        key = frozenset(word)
        heaps[key] = heaps.get(key, 0) + 1
    print(len(heaps), max(heaps.values()))


main()
