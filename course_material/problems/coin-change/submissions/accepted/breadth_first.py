# idea: graph: amounts are places, coins are roads between them, and breadth-first search finds the shortest way
# growth: n
import sys


def main():
    amount, _, *values = map(int, sys.stdin.read().split())
    reached = [False] * (amount + 1)
    reached[0] = True
    newest = [0]
    coins = 0
    while newest and not reached[amount]:
        coins += 1
        further = []
        for part in newest:
            for value in values:
                total = part + value
                if total <= amount and not reached[total]:
                    reached[total] = True
                    further.append(total)
        newest = further
    print(coins if reached[amount] else -1)


main()
