# mistake: the robot also moves diagonally, past the corners of boxes
import sys
from collections import deque


def main():
    rows, columns, *hall = sys.stdin.read().split()
    rows, columns = int(rows), int(columns)
    moves = [[-1] * columns for _ in range(rows)]
    moves[0][0] = 0
    waiting = deque([(0, 0)])
    while waiting:
        row, column = waiting.popleft()
        for r in range(max(0, row - 1), min(rows, row + 2)):
            for c in range(max(0, column - 1), min(columns, column + 2)):
                if hall[r][c] == "." and moves[r][c] == -1:
                    moves[r][c] = moves[row][column] + 1
                    waiting.append((r, c))
    print(moves[rows - 1][columns - 1])


main()
