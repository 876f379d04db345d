# mistake: looks for the way with the smallest sum of lengths, and prints the longest bridge on that one
import heapq
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n = numbers[0]
    bridges_from = [[] for _ in range(n + 1)]
    for a, b, w in zip(numbers[2::3], numbers[3::3], numbers[4::3]):
        bridges_from[a].append((b, w))
        bridges_from[b].append((a, w))
    done = set()
    waiting = [(0, 0, 1)]  # length of the way, its longest bridge, where it leads
    while waiting:
        way, longest, here = heapq.heappop(waiting)
        if here == n:
            print(longest)
            return
        if here not in done:
            done.add(here)
            for village, w in bridges_from[here]:
                heapq.heappush(waiting, (way + w, max(longest, w), village))
    print("impossible")


main()
