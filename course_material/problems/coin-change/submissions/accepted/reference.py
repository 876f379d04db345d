# idea: dynamic programming: the fewest coins for every amount up to n, each from smaller amounts
# growth: n
import sys


def main():
    amount, _, *values = map(int, sys.stdin.read().split())
    impossible = amount + 1
    fewest = [0] + [impossible] * amount
    for part in range(1, amount + 1):
        for value in values:
            if value <= part and fewest[part - value] + 1 < fewest[part]:
                fewest[part] = fewest[part - value] + 1
    print(fewest[amount] if fewest[amount] < impossible else -1)


main()
