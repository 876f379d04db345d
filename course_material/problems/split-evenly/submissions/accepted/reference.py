# idea: dynamic programming over the sums (which loads can be reached, parcel after parcel)
# growth: n^2
import sys


def main():
    weights = list(map(int, sys.stdin.read().split()[1:]))
    total = sum(weights)
    half = total // 2
    last = [None] * (half + 1)  # last[load]: the parcel that was put on top when this load was reached first
    last[0] = 0
    for parcel, weight in enumerate(weights, start=1):
        for load in range(half, weight - 1, -1):  # downwards, so that no parcel is used twice
            if last[load] is None and last[load - weight] is not None:
                last[load] = parcel
    if total % 2 == 1 or last[half] is None:
        print("impossible")
        return
    left = []
    load = half
    while load > 0:
        left.append(last[load])
        load -= weights[last[load] - 1]
    print(len(left))
    print(*left)


main()
