# mistake: greedy by length: a short wish may lie across two longer ones
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    bands = list(zip(numbers[1::2], numbers[2::2]))
    bands.sort(key=lambda band: (band[1] - band[0], band[1]))
    taken = []
    for begin, end in bands:
        if all(end <= other_begin or other_end <= begin for other_begin, other_end in taken):
            taken.append((begin, end))
    print(len(taken))


main()
