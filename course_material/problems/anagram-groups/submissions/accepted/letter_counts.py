# idea: counting letters (how often each letter occurs, packed into one number, is the key of a dictionary)
# growth: n
import sys


def main():
    words = sys.stdin.read().split()[1:]
    weight = {letter: 16**i for i, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}  # a word has 10 letters at most
    heaps = {}
    for word in words:
        key = 0
        for letter in word:
            key += weight[letter]
        heaps[key] = heaps.get(key, 0) + 1
    print(len(heaps), max(heaps.values()))


main()
