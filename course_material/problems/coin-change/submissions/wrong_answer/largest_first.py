# mistake: greedy: always takes the largest coin that fits
import sys


def main():
    amount, _, *values = map(int, sys.stdin.read().split())
    coins = 0
    for value in sorted(values, reverse=True):
        coins += amount // value
        amount %= value
    print(coins if amount == 0 else -1)


main()
