# idea: hashing (a dictionary from the sorted letters to the number of strips)
# growth: n
import sys


def main():
    words = sys.stdin.read().split()[1:]
    heaps = {}
    for word in words:
        key = "".join(sorted(word))
        heaps[key] = heaps.get(key, 0) + 1
    print(len(heaps), max(heaps.values()))


main()
