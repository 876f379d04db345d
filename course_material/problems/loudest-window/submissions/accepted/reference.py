# idea: sliding window
# growth: n
import sys


def main():
    words = sys.stdin.read().split()
    n, k = int(words[0]), int(words[1])
    numbers = list(map(int, words[2:]))
    total = sum(numbers[:k])
    best = total
    for i in range(k, n):
        total += numbers[i] - numbers[i - k]  # one minute comes in, one goes out
        if total > best:
            best = total
    print(best)


main()
