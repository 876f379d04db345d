# mistake: two shifts that only touch are taken for two stretches
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    stretches = []
    for begin, end in sorted(zip(numbers[1::2], numbers[2::2])):
        if stretches and begin < stretches[-1][1]:
            stretches[-1][1] = max(end, stretches[-1][1])
        else:
            stretches.append([begin, end])
    print(len(stretches), sum(end - begin for begin, end in stretches))


main()
