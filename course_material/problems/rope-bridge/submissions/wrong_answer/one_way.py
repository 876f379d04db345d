# mistake: takes every bridge as a one-way road from a to b
import heapq
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n = numbers[0]
    bridges_from = [[] for _ in range(n + 1)]
    for a, b, w in zip(numbers[2::3], numbers[3::3], numbers[4::3]):
        bridges_from[a].append((b, w))
    done = set()
    waiting = [(0, 1)]
    while waiting:
        longest, here = heapq.heappop(waiting)
        if here == n:
            print(longest)
            return
        if here not in done:
            done.add(here)
            for village, w in bridges_from[here]:
                heapq.heappush(waiting, (max(longest, w), village))
    print("impossible")


main()
