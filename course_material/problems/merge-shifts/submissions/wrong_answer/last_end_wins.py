# mistake: a stretch ends with the shift that was added last, even if an earlier one goes on longer
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    stretches = []
    for begin, end in sorted(zip(numbers[1::2], numbers[2::2])):
        if stretches and begin <= stretches[-1][1]:
            stretches[-1][1] = end
        else:
            stretches.append([begin, end])
    print(len(stretches), sum(end - begin for begin, end in stretches))


main()
