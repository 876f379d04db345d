# mistake: a band that begins at the very moment at which another is done is sent away
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    taken = 0
    done = -1
    for end, begin in sorted(zip(numbers[2::2], numbers[1::2])):
        if begin > done:
            taken += 1
            done = end
    print(taken)


main()
