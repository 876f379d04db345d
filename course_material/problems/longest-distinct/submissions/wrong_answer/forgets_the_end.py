# mistake: a piece counts only when a repeat ends it, so one that reaches the end of the string is forgotten
import sys


def main():
    text = sys.stdin.read().strip()
    last_place = {}
    start = 0
    longest = 1
    for place, letter in enumerate(text):
        if letter in last_place and last_place[letter] >= start:
            longest = max(longest, place - start)
            start = last_place[letter] + 1
        last_place[letter] = place
    print(longest)


main()
