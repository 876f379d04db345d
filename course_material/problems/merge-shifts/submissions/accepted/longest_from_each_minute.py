# idea: table: for each minute keep the latest end of the shifts that begin then, and walk through the week
# growth: n
import sys

WEEK = 10080


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    latest_end = [-1] * (WEEK + 1)
    for i in range(1, len(numbers), 2):
        begin, end = numbers[i], numbers[i + 1]
        if end > latest_end[begin]:
            latest_end[begin] = end
    stretches = 0
    minutes = 0
    staffed_until = -1
    for begin in range(WEEK + 1):
        end = latest_end[begin]
        if end > staffed_until:
            if begin > staffed_until:
                stretches += 1
                minutes += end - begin
            else:
                minutes += end - staffed_until
            staffed_until = end
    print(stretches, minutes)


main()
