# mistake: never looks further back than three steps
import sys

MODULUS = 1_000_000_007


def main():
    n, k = map(int, sys.stdin.read().split())
    ways = [1] + [0] * n
    for step in range(1, n + 1):
        for stride in range(1, min(k, 3, step) + 1):
            ways[step] = (ways[step] + ways[step - stride]) % MODULUS
    print(ways[n])


main()
