# idea: breadth-first search that keeps the visited squares in a list, and searches through it for every neighbour
# growth: n^2
import sys


def main():
    rows, columns, *hall = sys.stdin.read().split()
    rows, columns = int(rows), int(columns)
    goal = (rows - 1, columns - 1)
    visited = [(0, 0)]
    newest = [(0, 0)]
    moves = 0
    while newest and goal not in newest:
        moves += 1
        further = []
        for row, column in newest:
            for r, c in (row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1):
                if 0 <= r < rows and 0 <= c < columns and hall[r][c] == "." and (r, c) not in visited:
                    visited.append((r, c))
                    further.append((r, c))
        newest = further
    print(moves if newest else -1)


main()
