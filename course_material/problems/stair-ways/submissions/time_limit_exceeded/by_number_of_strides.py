# idea: dynamic programming with a dimension too many: the ways with 1 stride, with 2 strides, and so on
# growth: n^3
import sys

MODULUS = 1_000_000_007


def main():
    n, k = map(int, sys.stdin.read().split())
    total = 0
    reached = [1] + [0] * n
    for _ in range(n):
        after = [0] * (n + 1)
        for step in range(n):
            if reached[step]:
                for above in range(step + 1, min(step + k, n) + 1):
                    after[above] = (after[above] + reached[step]) % MODULUS
        reached = after
        total += reached[n]
    print(total % MODULUS)


main()
