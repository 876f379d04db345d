# mistake: counts which strides are used, without regard to their order
import sys

MODULUS = 1_000_000_007


def main():
    n, k = map(int, sys.stdin.read().split())
    ways = [1] + [0] * n
    for stride in range(1, k + 1):
        for step in range(stride, n + 1):
            ways[step] = (ways[step] + ways[step - stride]) % MODULUS
    print(ways[n])


main()
