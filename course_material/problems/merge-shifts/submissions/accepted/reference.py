# idea: sorting by begin, then one walk that extends the current stretch or starts a new one
# growth: n log n
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    shifts = sorted(zip(numbers[1::2], numbers[2::2]))
    stretches = 0
    minutes = 0
    staffed_until = -1
    for begin, end in shifts:
        if begin > staffed_until:
            stretches += 1
            minutes += end - begin
            staffed_until = end
        elif end > staffed_until:
            minutes += end - staffed_until
            staffed_until = end
    print(stretches, minutes)


main()
