# idea: divide and conquer: merge sort, which meets every repeat while it merges
# growth: n log n
import sys


def merged(left, right):
    """Two sorted lists of scans as one."""
    result = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    return result + left[i:] + right[j:]


def merge_sorted(scans):
    """The scans in order of their number, and of their position where the numbers are equal."""
    if len(scans) <= 1:
        return scans
    middle = len(scans) // 2
    return merged(merge_sorted(scans[:middle]), merge_sorted(scans[middle:]))


def main():
    numbers = list(map(int, sys.stdin.read().split()))[1:]
    scans = merge_sorted([(number, position) for position, number in enumerate(numbers, start=1)])
    repeats = [scans[i][1] for i in range(1, len(scans)) if scans[i][0] == scans[i - 1][0]]
    print(min(repeats, default=0))


main()
