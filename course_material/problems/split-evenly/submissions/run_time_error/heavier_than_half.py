# mistake: the table ends at half of the sum, but a single parcel may weigh more than that
import sys


def main():
    weights = list(map(int, sys.stdin.read().split()[1:]))
    total = sum(weights)
    half = total // 2
    last = [None] * (half + 1)
    for parcel, weight in enumerate(weights, start=1):
        for load in range(half, weight, -1):
            if last[load] is None and last[load - weight] is not None:
                last[load] = parcel
        if last[weight] is None:
            last[weight] = parcel
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
