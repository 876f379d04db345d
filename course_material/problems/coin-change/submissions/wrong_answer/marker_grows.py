# mistake: one coin more than "impossible" is not the number that stands for "impossible" any longer
import sys

IMPOSSIBLE = 1_000_000


def main():
    amount, _, *values = map(int, sys.stdin.read().split())
    fewest = [0]
    for part in range(1, amount + 1):
        counts = [fewest[part - value] + 1 for value in values if value <= part]
        fewest.append(min(counts, default=IMPOSSIBLE))
    print(-1 if fewest[amount] == IMPOSSIBLE else fewest[amount])


main()
