# mistake: greedy by begin: one band that comes early and stays long keeps all others out
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    taken = 0
    free_from = 0
    for begin, end in sorted(zip(numbers[1::2], numbers[2::2])):
        if begin >= free_from:
            taken += 1
            free_from = end
    print(taken)


main()
