# idea: union-find (put up the bridges from short to long until the first and the last village hang together)
# growth: n
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n = numbers[0]
    of_length = [[] for _ in range(max(numbers[4::3], default=0) + 1)]  # sorting by counting: a list for each length
    for a, b, w in zip(numbers[2::3], numbers[3::3], numbers[4::3]):
        of_length[w].append((a, b))

    parent = list(range(n + 1))

    def root(village):
        while parent[village] != village:
            parent[village] = parent[parent[village]]
            village = parent[village]
        return village

    if n == 1:
        print(0)
        return
    for w, bridges in enumerate(of_length):
        for a, b in bridges:
            parent[root(a)] = root(b)
        if bridges and root(1) == root(n):
            print(w)
            return
    print("impossible")


main()
