# idea: brute force: take a band or leave it, all choices one after the other
# growth: 2^n
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    bands = sorted(zip(numbers[1::2], numbers[2::2]))
    most = 0
    unfinished = [(0, 0, 0)]  # the next band, since when the room is free, the bands taken
    while unfinished:
        i, free_from, taken = unfinished.pop()
        if i == len(bands):
            most = max(most, taken)
            continue
        begin, end = bands[i]
        unfinished.append((i + 1, free_from, taken))
        if begin >= free_from:
            unfinished.append((i + 1, end, taken + 1))
    print(most)


main()
