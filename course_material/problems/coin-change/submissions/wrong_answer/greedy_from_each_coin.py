# mistake: greedy from every possible largest coin: still never takes one coin less than fit
import sys


def main():
    amount, _, *values = map(int, sys.stdin.read().split())
    values.sort(reverse=True)
    best = -1
    for first in range(len(values)):
        left = amount
        coins = 0
        for value in values[first:]:
            coins += left // value
            left %= value
        if left == 0 and (best == -1 or coins < best):
            best = coins
    print(best)


main()
