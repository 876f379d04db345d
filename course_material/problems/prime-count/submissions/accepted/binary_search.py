# idea: list of primes, and a binary search in it for every card
# growth: n log n
import sys


def primes_up_to(highest):
    prime = bytearray([1]) * (highest + 1)
    prime[:2] = bytes(2)
    for p in range(2, int(highest**0.5) + 1):
        if prime[p]:
            prime[p * p :: p] = bytes(len(range(p * p, highest + 1, p)))
    return [x for x in range(highest + 1) if prime[x]]


def main():
    cards = list(map(int, sys.stdin.read().split()[1:]))
    primes = primes_up_to(max(cards))
    total = 0
    for card in cards:
        low = 0
        high = len(primes)
        while low < high:  # the first `low` primes are not above the card, from `high` on they are
            middle = (low + high) // 2
            if primes[middle] <= card:
                low = middle + 1
            else:
                high = middle
        total += low
    print(total)


main()
