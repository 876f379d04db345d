# idea: prefix sums
# growth: n
import sys


def main():
    words = sys.stdin.read().split()
    n, k = int(words[0]), int(words[1])
    before = [0]  # before[i]: the sum of the first i numbers
    for word in words[2:]:
        before.append(before[-1] + int(word))
    print(max(before[i + k] - before[i] for i in range(n - k + 1)))


main()
