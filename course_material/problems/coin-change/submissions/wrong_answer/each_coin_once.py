# mistake: goes down through the amounts, so that every coin is used at most once
import sys


def main():
    amount, _, *values = map(int, sys.stdin.read().split())
    impossible = amount + 1
    fewest = [0] + [impossible] * amount
    for value in values:
        for part in range(amount, value - 1, -1):
            fewest[part] = min(fewest[part], fewest[part - value] + 1)
    print(fewest[amount] if fewest[amount] < impossible else -1)


main()
