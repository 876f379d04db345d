# idea: parcels of equal weight together (for each of the 100 weights, how many parcels of it a load needs)
# growth: n
import sys


def main():
    weights = list(map(int, sys.stdin.read().split()[1:]))
    total = sum(weights)
    half = total // 2
    parcels = [[] for _ in range(101)]
    for parcel, weight in enumerate(weights, start=1):
        parcels[weight].append(parcel)

    top = [0] * (half + 1)  # top[load]: the weight that was put on top when this load was reached first
    reached = bytearray(half + 1)
    reached[0] = 1
    for weight in range(1, 101):
        if not parcels[weight]:
            continue
        used = [0] * (half + 1)  # how many parcels of this weight the load needs
        for load in range(weight, half + 1):
            below = load - weight
            if not reached[load] and reached[below] and used[below] < len(parcels[weight]):
                reached[load] = 1
                top[load] = weight
                used[load] = used[below] + 1
    if total % 2 == 1 or not reached[half]:
        print("impossible")
        return
    left = []
    load = half
    while load > 0:
        left.append(parcels[top[load]].pop())
        load -= top[load]
    print(len(left))
    print(*left)


main()
