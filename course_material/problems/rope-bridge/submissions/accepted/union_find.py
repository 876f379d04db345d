# idea: union-find (put up the bridges from short to long until the first and the last village hang together)
# growth: n
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n = numbers[0]
    ends_a, ends_b, lengths = numbers[2::3], numbers[3::3], numbers[4::3]

    # sorting by counting: first[w] is a bridge of length w, and following[i] the next one as long as bridge i
    first = [-1] * (max(lengths, default=0) + 1)
    following = [-1] * len(lengths)
    for i, w in enumerate(lengths):
        following[i] = first[w]
        first[w] = i

    parent = list(range(n + 1))

    def root(village):
        while parent[village] != village:
            parent[village] = parent[parent[village]]
            village = parent[village]
        return village

    if n == 1:
        print(0)
        return
    for w, bridge in enumerate(first):
        while bridge >= 0:
            parent[root(ends_a[bridge])] = root(ends_b[bridge])
            bridge = following[bridge]
        if first[w] >= 0 and root(1) == root(n):
            print(w)
            return
    print("impossible")


main()
