# mistake: set() throws equal words away, but every strip counts
import sys


def main():
    words = set(sys.stdin.read().split()[1:])
    heaps = {}
    for word in words:
        key = "".join(sorted(word))
        heaps[key] = heaps.get(key, 0) + 1
    print(len(heaps), max(heaps.values()))


main()
