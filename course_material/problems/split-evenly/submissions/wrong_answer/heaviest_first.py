# mistake: puts the heaviest parcel left into the lighter basket each time, and never takes one out again
import sys


def main():
    weights = list(map(int, sys.stdin.read().split()[1:]))
    left = []
    left_load = right_load = 0
    for parcel in sorted(range(1, len(weights) + 1), key=lambda parcel: -weights[parcel - 1]):
        if left_load <= right_load:
            left.append(parcel)
            left_load += weights[parcel - 1]
        else:
            right_load += weights[parcel - 1]
    if left_load != right_load:
        print("impossible")
    else:
        print(len(left))
        print(*left)


main()
