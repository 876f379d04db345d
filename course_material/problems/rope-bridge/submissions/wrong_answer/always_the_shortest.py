# mistake: always walks on over the shortest bridge to a new village, and never turns back
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n = numbers[0]
    bridges_from = [[] for _ in range(n + 1)]
    for a, b, w in zip(numbers[2::3], numbers[3::3], numbers[4::3]):
        bridges_from[a].append((w, b))
        bridges_from[b].append((w, a))
    seen = {1}
    here = 1
    longest = 0
    while here != n:
        onward = [(w, village) for w, village in bridges_from[here] if village not in seen]
        if not onward:
            print("impossible")
            return
        w, here = min(onward)
        seen.add(here)
        longest = max(longest, w)
    print(longest)


main()
