# right, but too slow: tries every set of parcels, 2^n of them
import sys


def main():
    weights = list(map(int, sys.stdin.read().split()[1:]))
    n = len(weights)
    total = sum(weights)
    for chosen in range(1 << n):  # the binary digits of this number say which parcels go left
        left = [parcel for parcel in range(1, n + 1) if chosen >> (parcel - 1) & 1]
        if 2 * sum(weights[parcel - 1] for parcel in left) == total:
            print(len(left))
            print(*left)
            return
    print("impossible")


main()
