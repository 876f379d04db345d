# mistake: groupby() joins neighbours only; the keys must be sorted first
import sys
from itertools import groupby


def main():
    words = sys.stdin.read().split()[1:]
    sizes = [len(list(group)) for _, group in groupby(words, key=sorted)]
    print(len(sizes), max(sizes))


main()
