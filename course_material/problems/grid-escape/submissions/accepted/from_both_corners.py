# idea: breadth-first search in waves from both corners until they meet
# growth: n
import sys


def main():
    rows, columns, *hall = sys.stdin.read().split()
    rows, columns = int(rows), int(columns)
    width = columns + 2
    # a frame of boxes around the hall, so that nobody walks out of it
    squares = "#" * width + "".join("#" + row + "#" for row in hall) + "#" * width
    start, goal = width + 1, rows * width + columns
    owner = [0] * len(squares)
    owner[start] = 1
    owner[goal] = 2
    waves = {1: [start], 2: [goal]}
    moves = 0
    if start == goal:
        print(0)
        return
    while waves[1] and waves[2]:
        moves += 1
        mine = 1 if len(waves[1]) <= len(waves[2]) else 2
        further = []
        for square in waves[mine]:
            for near in square + 1, square - 1, square + width, square - width:
                if owner[near] == 3 - mine:
                    print(moves)
                    return
                if squares[near] == "." and owner[near] == 0:
                    owner[near] = mine
                    further.append(near)
        waves[mine] = further
    print(-1)


main()
