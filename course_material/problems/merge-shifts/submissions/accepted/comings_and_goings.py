# idea: sorting all comings and goings, and counting how many volunteers are there
# growth: n log n
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    events = [(begin, 0) for begin in numbers[1::2]] + [(end, 1) for end in numbers[2::2]]
    events.sort()
    present = 0
    stretches = 0
    minutes = 0
    since = 0
    for time, leaves in events:
        if leaves:
            present -= 1
            if present == 0:
                minutes += time - since
        else:
            if present == 0:
                stretches += 1
                since = time
            present += 1
    print(stretches, minutes)


main()
