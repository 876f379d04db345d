# mistake: remembers what it has found, but goes down the whole stair by recursion: Python stops after about 1000 calls
import sys
from functools import cache

MODULUS = 1_000_000_007


def main():
    n, k = map(int, sys.stdin.read().split())

    @cache
    def ways(left):
        if left == 0:
            return 1
        return sum(ways(left - stride) for stride in range(1, min(k, left) + 1)) % MODULUS

    print(ways(n))


main()
