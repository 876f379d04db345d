# mistake: looks for the earliest runner who comes back at all, not for the earliest second scan
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))[1:]
    positions = {}
    for position, number in enumerate(numbers, start=1):
        positions.setdefault(number, []).append(position)
    for found in positions.values():
        if len(found) > 1:
            print(found[1])
            return
    print(0)


main()
