# mistake: goes on after the first repeat, so that every later one takes its place
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))[1:]
    seen = set()
    answer = 0
    for position, number in enumerate(numbers, start=1):
        if number in seen:
            answer = position
        else:
            seen.add(number)
    print(answer)


main()
