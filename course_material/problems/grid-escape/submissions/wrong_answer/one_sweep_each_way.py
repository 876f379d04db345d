# mistake: improves the squares once from the upper left and once from the lower right: a winding way needs more sweeps
import sys


def main():
    rows, columns, *hall = sys.stdin.read().split()
    rows, columns = int(rows), int(columns)
    width = columns + 2
    squares = "#" * width + "".join("#" + row + "#" for row in hall) + "#" * width
    start, goal = width + 1, rows * width + columns
    free = [square for square in range(len(squares)) if squares[square] == "."]
    unknown = len(squares)
    moves = [unknown] * len(squares)
    moves[start] = 0
    for order in free, free[::-1]:
        for square in order:
            best = 1 + min(moves[square + 1], moves[square - 1], moves[square + width], moves[square - width])
            moves[square] = min(moves[square], best)
    print(moves[goal] if moves[goal] < unknown else -1)


main()
