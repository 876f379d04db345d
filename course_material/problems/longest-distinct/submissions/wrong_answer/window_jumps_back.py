# mistake: the start of the window may move back to a letter that has left it long ago
import sys


def main():
    text = sys.stdin.read().strip()
    last_place = {}
    start = 0
    longest = 0
    for place, letter in enumerate(text):
        if letter in last_place:
            start = last_place[letter] + 1
        last_place[letter] = place
        longest = max(longest, place - start + 1)
    print(longest)


main()
