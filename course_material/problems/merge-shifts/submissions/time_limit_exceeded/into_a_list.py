# idea: insertion: compare each new shift with all stretches so far, and join those it meets
# growth: n^2, as long as the stretches become more
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    stretches = []
    for begin, end in zip(numbers[1::2], numbers[2::2]):
        apart = []
        for other_begin, other_end in stretches:
            if other_end < begin or end < other_begin:
                apart.append((other_begin, other_end))
            else:
                begin = min(begin, other_begin)
                end = max(end, other_end)
        apart.append((begin, end))
        stretches = apart
    print(len(stretches), sum(end - begin for begin, end in stretches))


main()
