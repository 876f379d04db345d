# idea: sieve of Eratosthenes, and for every prime the number of cards that are not below it
# growth: n
import sys


def main():
    cards = list(map(int, sys.stdin.read().split()[1:]))
    highest = max(cards)
    with_number = [0] * (highest + 1)
    for card in cards:
        with_number[card] += 1
    composite = bytearray(highest + 1)
    for p in range(2, int(highest**0.5) + 1):
        if not composite[p]:
            composite[p * p :: p] = b"\1" * len(range(p * p, highest + 1, p))
    total = 0
    not_below = len(cards) - with_number[1]  # the cards that bear x or more
    for x in range(2, highest + 1):
        if not composite[x]:
            total += not_below
        not_below -= with_number[x]
    print(total)


main()
