# right, but too slow: a good sieve, but counts from 1 on again for every card, n times the highest card
import sys


def main():
    cards = list(map(int, sys.stdin.read().split()[1:]))
    highest = max(cards)
    prime = bytearray([1]) * (highest + 1)
    prime[:2] = bytes(2)
    for p in range(2, int(highest**0.5) + 1):
        if prime[p]:
            prime[p * p :: p] = bytes(len(range(p * p, highest + 1, p)))
    print(sum(sum(prime[: card + 1]) for card in cards))


main()
