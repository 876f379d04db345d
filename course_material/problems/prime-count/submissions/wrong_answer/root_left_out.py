# mistake: range() leaves its end out, so the square of a prime passes for a prime when it is the highest card
import sys
from itertools import accumulate


def main():
    cards = list(map(int, sys.stdin.read().split()[1:]))
    highest = max(cards)
    prime = bytearray([1]) * (highest + 1)
    prime[:2] = bytes(min(2, highest + 1))
    for p in range(2, int(highest**0.5)):
        if prime[p]:
            prime[p * p :: p] = bytes(len(range(p * p, highest + 1, p)))
    points = list(accumulate(prime))
    print(sum(points[card] for card in cards))


main()
