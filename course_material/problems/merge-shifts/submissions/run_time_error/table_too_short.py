# mistake: the table has 10080 places, but the minutes go from 0 to 10080
import sys

WEEK = 10080


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    coming = [0] * WEEK
    going = [0] * WEEK
    for i in range(1, len(numbers), 2):
        coming[numbers[i]] += 1
        going[numbers[i + 1]] += 1
    present = 0
    stretches = 0
    minutes = 0
    for minute in range(WEEK):
        if present == 0 and coming[minute] > 0:
            stretches += 1
        present += coming[minute] - going[minute]
        if present > 0:
            minutes += 1
    print(stretches, minutes)


main()
