# mistake: there are n - k + 1 windows, not n - k; the last one is never looked at
import sys


def main():
    words = sys.stdin.read().split()
    n, k = int(words[0]), int(words[1])
    numbers = list(map(int, words[2:]))
    total = sum(numbers[:k])
    best = total
    for i in range(k, n - 1):
        total += numbers[i] - numbers[i - k]
        best = max(best, total)
    print(best)


main()
