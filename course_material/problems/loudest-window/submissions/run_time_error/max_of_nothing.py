# mistake: with k = n the window never moves, and max() of an empty list ends the program
import sys


def main():
    words = sys.stdin.read().split()
    n, k = int(words[0]), int(words[1])
    numbers = list(map(int, words[2:]))
    first = sum(numbers[:k])
    total = first
    moved = []
    for i in range(k, n):
        total += numbers[i] - numbers[i - k]
        moved.append(total)
    best = max(moved)
    print(max(best, first))


main()
