# mistake: puts up bridges until all villages hang together, though only the first and the last have to
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n = numbers[0]
    parent = list(range(n + 1))

    def root(village):
        while parent[village] != village:
            parent[village] = parent[parent[village]]
            village = parent[village]
        return village

    longest = 0
    for w, a, b in sorted(zip(numbers[4::3], numbers[2::3], numbers[3::3])):
        if root(a) != root(b):
            parent[root(a)] = root(b)
            longest = w
    print(longest if root(1) == root(n) else "impossible")


main()
