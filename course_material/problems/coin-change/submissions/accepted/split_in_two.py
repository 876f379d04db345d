# idea: dynamic programming over splits: an amount is one coin, or two smaller amounts that are paid one after the other
# growth: n^2
import sys


def main():
    amount, _, *values = map(int, sys.stdin.read().split())
    impossible = amount + 1
    fewest = [0] + [impossible] * amount
    for value in values:
        if value <= amount:
            fewest[value] = 1
    for whole in range(2, amount + 1):
        best = fewest[whole]
        for part in range(1, whole // 2 + 1):
            if fewest[part] + fewest[whole - part] < best:
                best = fewest[part] + fewest[whole - part]
        fewest[whole] = best
    print(fewest[amount] if fewest[amount] < impossible else -1)


main()
