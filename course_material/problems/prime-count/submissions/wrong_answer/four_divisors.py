# mistake: takes a number for a prime when 2, 3, 5 and 7 do not divide it; 121 = 11 * 11 is the first that fools it
import sys
from itertools import accumulate


def main():
    cards = list(map(int, sys.stdin.read().split()[1:]))
    highest = max(cards)
    prime = bytearray([1]) * (highest + 1)
    prime[:2] = bytes(2)
    for p in (2, 3, 5, 7):
        if p * p <= highest:
            prime[p * p :: p] = bytes(len(range(p * p, highest + 1, p)))
    points = list(accumulate(prime))
    print(sum(points[card] for card in cards))


main()
