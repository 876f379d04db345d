# mistake: compares each shift with the one before it only, which may have ended inside an earlier, longer one
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    shifts = sorted(zip(numbers[1::2], numbers[2::2]))
    stretches = 1
    minutes = shifts[0][1] - shifts[0][0]
    for (_, end_before), (begin, end) in zip(shifts, shifts[1:]):
        if begin > end_before:
            stretches += 1
        minutes += max(0, end - max(begin, end_before))
    print(stretches, minutes)


main()
