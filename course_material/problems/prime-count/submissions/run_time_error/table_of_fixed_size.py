# mistake: the table ends at 100 000, but the cards do not
import sys
from itertools import accumulate

SIZE = 100_000


def main():
    cards = list(map(int, sys.stdin.read().split()[1:]))
    prime = bytearray([1]) * SIZE
    prime[:2] = bytes(2)
    for p in range(2, int(SIZE**0.5) + 1):
        if prime[p]:
            prime[p * p :: p] = bytes(len(range(p * p, SIZE, p)))
    points = list(accumulate(prime))
    print(sum(points[card] for card in cards))


main()
