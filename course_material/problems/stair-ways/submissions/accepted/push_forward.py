# idea: dynamic programming step by step: hand the ways to each step on to the k steps above it
# growth: n^2
import sys

MODULUS = 1_000_000_007


def main():
    n, k = map(int, sys.stdin.read().split())
    ways = [0] * (n + 1)
    ways[0] = 1
    for step in range(n):
        here = ways[step] % MODULUS
        for above in range(step + 1, min(step + k, n) + 1):
            ways[above] += here
    print(ways[n] % MODULUS)


main()
