# mistake: believes that an even sum can always be parted, and fills the left basket with whatever still fits
import sys


def main():
    weights = list(map(int, sys.stdin.read().split()[1:]))
    room = sum(weights) // 2
    if sum(weights) % 2 == 1:
        print("impossible")
        return
    left = []
    for parcel, weight in sorted(enumerate(weights, start=1), key=lambda pair: -pair[1]):
        if weight <= room:
            left.append(parcel)
            room -= weight
    print(len(left))
    print(*left)


main()
