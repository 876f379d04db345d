# idea: brute force: walk every way, one after the other
# growth: 2^n
import sys

MODULUS = 1_000_000_007


def main():
    n, k = map(int, sys.stdin.read().split())
    ways = 0
    unfinished = [n]  # the steps that are left, one entry for each way begun
    while unfinished:
        left = unfinished.pop()
        if left == 0:
            ways += 1
        for stride in range(1, min(k, left) + 1):
            unfinished.append(left - stride)
    print(ways % MODULUS)


main()
