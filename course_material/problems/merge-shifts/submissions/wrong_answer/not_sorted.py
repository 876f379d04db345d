# mistake: goes through the shifts in the order of the list and compares with the stretch before only
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    stretches = []
    for begin, end in zip(numbers[1::2], numbers[2::2]):
        if stretches and begin <= stretches[-1][1] and end >= stretches[-1][0]:
            stretches[-1][0] = min(begin, stretches[-1][0])
            stretches[-1][1] = max(end, stretches[-1][1])
        else:
            stretches.append([begin, end])
    print(len(stretches), sum(end - begin for begin, end in stretches))


main()
