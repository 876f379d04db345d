# mistake: adds up the letters' numbers, but different words may have the same sum: ac and bb
import sys


def main():
    words = sys.stdin.read().split()[1:]
    heaps = {}
    for word in words:
        key = (len(word), sum(map(ord, word)))
        heaps[key] = heaps.get(key, 0) + 1
    print(len(heaps), max(heaps.values()))


main()
