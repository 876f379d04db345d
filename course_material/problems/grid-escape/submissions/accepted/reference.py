# idea: breadth-first search: the squares in the order of their distance, each of them once
# growth: n
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
        for r, c in (row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1):
            if 0 <= r < rows and 0 <= c < columns and hall[r][c] == "." and moves[r][c] == -1:
                moves[r][c] = moves[row][column] + 1
                waiting.append((r, c))
    print(moves[rows - 1][columns - 1])


main()
