# idea: dynamic programming: add up the ways to the k steps below, for each step anew
# growth: n^2
import sys

MODULUS = 1_000_000_007


def main():
    n, k = map(int, sys.stdin.read().split())
    ways = [0] * (n + 1)
    ways[0] = 1
    for step in range(1, n + 1):
        total = 0
        for below in range(max(0, step - k), step):
            total += ways[below]
        ways[step] = total % MODULUS
    print(ways[n])


main()
