# mistake: prints the number of ways itself, not its remainder
import sys


def main():
    n, k = map(int, sys.stdin.read().split())
    ways = [1]
    for step in range(1, n + 1):
        ways.append(sum(ways[max(0, step - k) : step]))
    print(ways[n])


main()
