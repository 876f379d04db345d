# idea: brute force: pay coin by coin in every order, and remember nothing
# growth: 2^n
import sys


def main():
    amount, _, *values = map(int, sys.stdin.read().split())
    best = -1
    unfinished = [(amount, 0)]  # what is left to pay, and the coins so far
    while unfinished:
        left, coins = unfinished.pop()
        if left == 0 and (best == -1 or coins < best):
            best = coins
        for value in values:
            if value <= left:
                unfinished.append((left - value, coins + 1))
    print(best)


main()
