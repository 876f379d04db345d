# idea: prefix sums: the ways to the last k steps are the difference of two sums from the ground
# growth: n
import sys

MODULUS = 1_000_000_007


def main():
    n, k = map(int, sys.stdin.read().split())
    sum_below = [0, 1]  # sum_below[i]: the ways to all steps below step i
    for step in range(1, n + 1):
        ways = sum_below[step] - sum_below[max(0, step - k)]
        sum_below.append((sum_below[step] + ways) % MODULUS)
    print((sum_below[n + 1] - sum_below[n]) % MODULUS)


main()
