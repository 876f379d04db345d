# mistake: takes up to k minutes, where exactly k are asked for
import sys


def main():
    words = sys.stdin.read().split()
    k = int(words[1])
    numbers = list(map(int, words[2:]))
    best = max(numbers)
    total = 0
    length = 0
    for number in numbers:
        if total < 0 or length == k:
            total = 0
            length = 0
        total += number
        length += 1
        best = max(best, total)
    print(best)


main()
