# idea: sieve of Eratosthenes, then a running count of the primes (prefix sums)
# growth: n
import sys
from itertools import accumulate


def main():
    cards = list(map(int, sys.stdin.read().split()[1:]))
    highest = max(cards)
    prime = bytearray([1]) * (highest + 1)  # prime[x] is 1 where x is a prime number
    prime[:2] = bytes(2)
    for p in range(2, int(highest**0.5) + 1):
        if prime[p]:
            prime[p * p :: p] = bytes(len(range(p * p, highest + 1, p)))
    points = list(accumulate(prime))
    print(sum(points[card] for card in cards))


main()
