# mistake: remembers what it has found, but one call inside the other for every coin: Python stops after about 1000
import sys
from functools import cache


def main():
    amount, _, *values = map(int, sys.stdin.read().split())
    impossible = amount + 1

    @cache
    def fewest(left):
        if left == 0:
            return 0
        best = impossible
        for value in values:
            if value <= left:
                best = min(best, fewest(left - value) + 1)
        return best

    print(fewest(amount) if fewest(amount) < impossible else -1)


main()
