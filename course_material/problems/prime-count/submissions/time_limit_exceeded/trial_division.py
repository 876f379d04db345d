# right, but too slow: tries all divisors up to the root for every number up to the highest card
import sys
from itertools import accumulate


def is_prime(x):
    if x < 2:
        return False
    d = 2
    while d * d <= x:
        if x % d == 0:
            return False
        d += 1
    return True


def main():
    cards = list(map(int, sys.stdin.read().split()[1:]))
    points = list(accumulate(int(is_prime(x)) for x in range(max(cards) + 1)))
    print(sum(points[card] for card in cards))


main()
