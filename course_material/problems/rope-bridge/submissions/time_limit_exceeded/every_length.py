# right, but too slow: tries the lengths one after the other, and walks from village 1 anew for each, n * n steps
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n = numbers[0]
    bridges_from = [[] for _ in range(n + 1)]
    for a, b, w in zip(numbers[2::3], numbers[3::3], numbers[4::3]):
        bridges_from[a].append((b, w))
        bridges_from[b].append((a, w))
    for longest in [0, *sorted(set(numbers[4::3]))]:
        seen = {1}
        waiting = [1]
        while waiting:
            for village, w in bridges_from[waiting.pop()]:
                if w <= longest and village not in seen:
                    seen.add(village)
                    waiting.append(village)
        if n in seen:
            print(longest)
            return
    print("impossible")


main()
