# idea: dynamic programming with a sum that slides along: one term comes in, one goes out
# growth: n
import sys

MODULUS = 1_000_000_007


def main():
    n, k = map(int, sys.stdin.read().split())
    ways = [0] * (n + 1)
    ways[0] = 1
    window = 0  # the sum of the k entries before the step
    for step in range(1, n + 1):
        window += ways[step - 1]
        if step > k:
            window -= ways[step - 1 - k]
        ways[step] = window % MODULUS
    print(ways[n])


main()
