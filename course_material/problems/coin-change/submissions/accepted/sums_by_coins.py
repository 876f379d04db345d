# idea: sets: all sums of exactly 1 coin, of exactly 2 coins, and so on, until the amount is among them
# growth: n^2
import sys


def main():
    amount, _, *values = map(int, sys.stdin.read().split())
    sums = {0}
    coins = 0
    while sums and amount not in sums:
        coins += 1
        larger = set()
        for part in sums:
            for value in values:
                if part + value <= amount:
                    larger.add(part + value)
        sums = larger
    print(coins if sums else -1)


main()
