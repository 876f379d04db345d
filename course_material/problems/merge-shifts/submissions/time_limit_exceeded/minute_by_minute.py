# idea: brute force: tick off every minute of every shift
# growth: n, but each shift costs as many steps as it has minutes
import sys

WEEK = 10080


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    staffed = [False] * (WEEK + 1)
    for begin, end in zip(numbers[1::2], numbers[2::2]):
        for minute in range(begin, end):
            staffed[minute] = True
    stretches = 0
    for minute in range(WEEK):
        if staffed[minute] and not (minute > 0 and staffed[minute - 1]):
            stretches += 1
    print(stretches, sum(staffed))


main()
