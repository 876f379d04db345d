# mistake: walks by recursion, one step deeper for every village; Python allows about 1000
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n = numbers[0]
    bridges_from = [[] for _ in range(n + 1)]
    for a, b, w in zip(numbers[2::3], numbers[3::3], numbers[4::3]):
        bridges_from[a].append((b, w))
        bridges_from[b].append((a, w))

    def walk(village, longest, seen):
        seen.add(village)
        for following, w in bridges_from[village]:
            if w <= longest and following not in seen:
                walk(following, longest, seen)
        return seen

    lengths = [0, *sorted(set(numbers[4::3]))]
    if n not in walk(1, lengths[-1], set()):
        print("impossible")
        return
    low = 0
    high = len(lengths) - 1
    while low < high:
        middle = (low + high) // 2
        if n in walk(1, lengths[middle], set()):
            high = middle
        else:
            low = middle + 1
    print(lengths[low])


main()
