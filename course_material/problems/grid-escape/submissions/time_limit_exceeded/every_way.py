# idea: brute force: walk every way that does not cross itself, and keep the shortest
# growth: 2^n
import sys

sys.setrecursionlimit(10_000)


def main():
    rows, columns, *hall = sys.stdin.read().split()
    rows, columns = int(rows), int(columns)
    on_the_way = [[False] * columns for _ in range(rows)]
    best = -1

    def walk(row, column, moves):
        nonlocal best
        if row == rows - 1 and column == columns - 1:
            best = moves if best == -1 else min(best, moves)
            return
        on_the_way[row][column] = True
        for r, c in (row + 1, column), (row, column + 1), (row - 1, column), (row, column - 1):
            if 0 <= r < rows and 0 <= c < columns and hall[r][c] == "." and not on_the_way[r][c]:
                walk(r, c, moves + 1)
        on_the_way[row][column] = False

    walk(0, 0, 0)
    print(best)


main()
