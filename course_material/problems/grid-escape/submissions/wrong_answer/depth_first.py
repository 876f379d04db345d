# mistake: depth-first search finds some way, but not always the shortest one
import sys


def main():
    rows, columns, *hall = sys.stdin.read().split()
    rows, columns = int(rows), int(columns)
    visited = [[False] * columns for _ in range(rows)]
    waiting = [(0, 0, 0)]
    while waiting:
        row, column, moves = waiting.pop()
        if row == rows - 1 and column == columns - 1:
            print(moves)
            return
        if visited[row][column]:
            continue
        visited[row][column] = True
        for r, c in (row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column):
            if 0 <= r < rows and 0 <= c < columns and hall[r][c] == "." and not visited[r][c]:
                waiting.append((r, c, moves + 1))
    print(-1)


main()
