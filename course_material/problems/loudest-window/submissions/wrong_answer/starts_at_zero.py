# mistake: the best sum starts at 0, so a tape of quiet minutes only comes out as 0
import sys


def main():
    words = sys.stdin.read().split()
    n, k = int(words[0]), int(words[1])
    numbers = list(map(int, words[2:]))
    total = sum(numbers[:k])
    best = 0
    for i in range(k, n):
        best = max(best, total)
        total += numbers[i] - numbers[i - k]
    print(max(best, total))


main()
