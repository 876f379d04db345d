# mistake: greedy by the number of wishes that are in the way
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    bands = list(zip(numbers[1::2], numbers[2::2]))
    overlaps = []
    for begin, end in bands:
        overlaps.append(sum(1 for other_begin, other_end in bands if begin < other_end and other_begin < end))
    taken = []
    for _, begin, end in sorted((count, begin, end) for count, (begin, end) in zip(overlaps, bands)):
        if all(end <= other_begin or other_end <= begin for other_begin, other_end in taken):
            taken.append((begin, end))
    print(len(taken))


main()
