# right, but too slow: looks through the list of all heaps for every word, n * n steps
import sys


def main():
    words = sys.stdin.read().split()[1:]
    keys = []
    sizes = []
    for word in words:
        key = sorted(word)
        if key in keys:
            sizes[keys.index(key)] += 1
        else:
            keys.append(key)
            sizes.append(1)
    print(len(keys), max(sizes))


main()
