# idea: relaxation: go over the whole hall and improve every square by its neighbours, until nothing improves any more
# growth: n^2
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
    improved = True
    while improved:
        improved = False
        for square in free:
            best = 1 + min(moves[square + 1], moves[square - 1], moves[square + width], moves[square - width])
            if best < moves[square]:
                moves[square] = best
                improved = True
    print(moves[goal] if moves[goal] < unknown else -1)


main()
