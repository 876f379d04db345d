# idea: prefix sums: note for each minute of the week how many come and go, then add up once
# growth: n
import sys

WEEK = 10080


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    coming = [0] * (WEEK + 1)
    going = [0] * (WEEK + 1)
    for i in range(1, len(numbers), 2):
        coming[numbers[i]] += 1
        going[numbers[i + 1]] += 1
    present = 0
    stretches = 0
    minutes = 0
    for minute in range(WEEK + 1):
        if present == 0 and coming[minute] > 0:
            stretches += 1
        present += coming[minute] - going[minute]
        if present > 0:
            minutes += 1
    print(stretches, minutes)


main()
