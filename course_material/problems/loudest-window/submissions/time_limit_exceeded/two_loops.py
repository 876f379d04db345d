# right, but too slow: two loops, n * k steps
import sys


def main():
    words = sys.stdin.read().split()
    n, k = int(words[0]), int(words[1])
    numbers = list(map(int, words[2:]))
    best = None
    for start in range(n - k + 1):
        total = 0
        for i in range(start, start + k):
            total += numbers[i]
        if best is None or total > best:
            best = total
    print(best)


main()
