# right, but too slow: puts every parcel left or right and goes back where a basket is overfull; up to 2^n ways
import sys


def main():
    weights = list(map(int, sys.stdin.read().split()[1:]))
    total = sum(weights)
    half = total // 2
    waiting = [(0, 0, ())]  # parcels decided on, load of the left basket, parcels in it
    while waiting and total % 2 == 0:
        parcel, load, left = waiting.pop()
        if load == half:
            print(len(left))
            print(*left)
            return
        if parcel < len(weights):
            waiting.append((parcel + 1, load, left))
            if load + weights[parcel] <= half:
                waiting.append((parcel + 1, load + weights[parcel], (*left, parcel + 1)))
    print("impossible")


main()
