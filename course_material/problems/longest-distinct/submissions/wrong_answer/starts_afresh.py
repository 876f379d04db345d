# mistake: at a repeat the whole piece is thrown away, also the part that could stay
import sys


def main():
    text = sys.stdin.read().strip()
    piece = set()
    longest = 0
    for letter in text:
        if letter in piece:
            piece = set()
        piece.add(letter)
        longest = max(longest, len(piece))
    print(longest)


main()
