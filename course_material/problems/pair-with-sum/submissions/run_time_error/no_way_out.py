# mistake: takes for granted that there is a pair
import sys


def main():
    words = sys.stdin.read().split()
    target = int(words[1])
    entries = list(map(int, words[2:]))
    position_of = {}
    position = 0
    while target - entries[position] not in position_of:
        position_of[entries[position]] = position
        position += 1
    print(position_of[target - entries[position]] + 1, position + 1)


main()
