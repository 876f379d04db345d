# idea: sliding window: the piece starts behind the last occurrence of every letter in it
# growth: n
import sys


def main():
    text = sys.stdin.read().strip()
    last_place = {}
    start = 0
    longest = 0
    for place, letter in enumerate(text):
        if letter in last_place and last_place[letter] >= start:
            start = last_place[letter] + 1
        last_place[letter] = place
        if place - start + 1 > longest:
            longest = place - start + 1
    print(longest)


main()
