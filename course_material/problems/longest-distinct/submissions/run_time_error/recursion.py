# mistake: one call of a function inside the other for every bead: Python stops after about 1000
import sys


def longest_from(text, place, piece):
    """The longest piece, when `piece` ends just before this place."""
    if place == len(text):
        return len(piece)
    rest = piece[piece.find(text[place]) + 1 :] + text[place]
    return max(len(piece), longest_from(text, place + 1, rest))


def main():
    text = sys.stdin.read().strip()
    print(longest_from(text, 0, ""))


main()
