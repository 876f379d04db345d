# idea: binary search on the answer (halve the sorted lengths, and put up the bridges up to that length only)
# growth: n log n
import sys


def root(parent, village):
    """The village that stands for all those that hang together with this one."""
    while parent[village] != village:
        parent[village] = parent[parent[village]]
        village = parent[village]
    return village


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n = numbers[0]
    bridges = list(zip(numbers[2::3], numbers[3::3], numbers[4::3]))

    def reaches_the_last(longest):
        """Whether there is a way over bridges not longer than this."""
        parent = list(range(n + 1))
        for a, b, w in bridges:
            if w <= longest:
                parent[root(parent, a)] = root(parent, b)
        return root(parent, 1) == root(parent, n)

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
