# right, but too slow: adds up every window anew, n * k steps
import sys


def main():
    words = sys.stdin.read().split()
    n, k = int(words[0]), int(words[1])
    numbers = list(map(int, words[2:]))
    print(max(sum(numbers[i : i + k]) for i in range(n - k + 1)))


main()
