# mistake: counts 1 as a prime number
import sys
from itertools import accumulate


def main():
    cards = list(map(int, sys.stdin.read().split()[1:]))
    highest = max(cards)
    prime = bytearray([1]) * (highest + 1)
    prime[0] = 0
    for p in range(2, int(highest**0.5) + 1):
        if prime[p]:
            prime[p * p :: p] = bytes(len(range(p * p, highest + 1, p)))
    points = list(accumulate(prime))
    print(sum(points[card] for card in cards))


main()
