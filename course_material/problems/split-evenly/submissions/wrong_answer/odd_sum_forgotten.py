# mistake: rounds half of an odd sum down and fills the left basket up to there
import sys


def main():
    weights = list(map(int, sys.stdin.read().split()[1:]))
    half = sum(weights) // 2
    last = [None] * (half + 1)
    last[0] = 0
    for parcel, weight in enumerate(weights, start=1):
        for load in range(half, weight - 1, -1):
            if last[load] is None and last[load - weight] is not None:
                last[load] = parcel
    if last[half] is None:
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
