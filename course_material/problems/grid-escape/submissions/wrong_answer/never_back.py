# mistake: moves only to the right and down, though a detour may have to go left or up
import sys


def main():
    rows, columns, *hall = sys.stdin.read().split()
    rows, columns = int(rows), int(columns)
    reachable = [[False] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if hall[row][column] == "#":
                continue
            from_above = row > 0 and reachable[row - 1][column]
            from_left = column > 0 and reachable[row][column - 1]
            reachable[row][column] = from_above or from_left or row == column == 0
    print(rows + columns - 2 if reachable[-1][-1] else -1)


main()
