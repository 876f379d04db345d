# idea: brute force: try every pair
# growth: n^2
import sys


def main():
    words = sys.stdin.read().split()
    n, target = int(words[0]), int(words[1])
    entries = list(map(int, words[2:]))
    for first in range(n):
        for second in range(first + 1, n):
            if entries[first] + entries[second] == target:
                print(first + 1, second + 1)
                return
    print("none")


main()
