# idea: brute force: try every number of coins of each kind
# growth: n^5 with six kinds
import sys


def fewest_coins(amount, values):
    """The fewest coins of these values for the amount, or None."""
    value, *others = values
    if not others:
        return amount // value if amount % value == 0 else None
    best = None
    for count in range(amount // value + 1):
        rest = fewest_coins(amount - count * value, others)
        if rest is not None and (best is None or count + rest < best):
            best = count + rest
    return best


def main():
    amount, _, *values = map(int, sys.stdin.read().split())
    best = fewest_coins(amount, values)
    print(-1 if best is None else best)


main()
