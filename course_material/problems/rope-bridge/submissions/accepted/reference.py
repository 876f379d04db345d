# idea: binary search on the answer (halve the sorted lengths, and walk with bridges up to that length only)
# growth: n log n
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n = numbers[0]
    bridges_from = [[] for _ in range(n + 1)]
    for a, b, w in zip(numbers[2::3], numbers[3::3], numbers[4::3]):
        bridges_from[a].append((b, w))
        bridges_from[b].append((a, w))

    def reaches_the_last(longest):
        """Whether there is a way over bridges not longer than this."""
        seen = [False] * (n + 1)
        seen[1] = True
        waiting = [1]
        while waiting:
            for village, w in bridges_from[waiting.pop()]:
                if w <= longest and not seen[village]:
                    seen[village] = True
                    waiting.append(village)
        return seen[n]

    lengths = [0, *sorted(set(numbers[4::3]))]
    if not reaches_the_last(lengths[-1]):
        print("impossible")
        return
    low = 0
    high = len(lengths) - 1
    while low < high:
        middle = (low + high) // 2
        if reaches_the_last(lengths[middle]):
            high = middle
        else:
            low = middle + 1
    print(lengths[low])


main()
