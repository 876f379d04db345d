# idea: all shortest ways at once: between every two squares, by way of every third one (Floyd and Warshall)
# growth: n^3
import sys


def main():
    rows, columns, *hall = sys.stdin.read().split()
    rows, columns = int(rows), int(columns)
    free = [(row, column) for row in range(rows) for column in range(columns) if hall[row][column] == "."]
    number = {square: i for i, square in enumerate(free)}
    n = len(free)
    unknown = n + 1
    moves = [[unknown] * n for _ in range(n)]
    for (row, column), i in number.items():
        moves[i][i] = 0
        for near in (row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1):
            if near in number:
                moves[i][number[near]] = 1
    for middle in range(n):
        for i in range(n):
            for j in range(n):
                if moves[i][middle] + moves[middle][j] < moves[i][j]:
                    moves[i][j] = moves[i][middle] + moves[middle][j]
    print(moves[0][n - 1] if moves[0][n - 1] < unknown else -1)


main()
