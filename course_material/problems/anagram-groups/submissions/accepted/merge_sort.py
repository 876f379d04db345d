# idea: sorting (sort the keys by merging, then equal ones are neighbours)
# growth: n log n
import sys


def merge_sort(keys):
    if len(keys) <= 1:
        return keys
    middle = len(keys) // 2
    left = merge_sort(keys[:middle])
    right = merge_sort(keys[middle:])
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]


def main():
    words = sys.stdin.read().split()[1:]
    keys = merge_sort(["".join(sorted(word)) for word in words])
    heaps = 0
    largest = 0
    size = 0
    for i in range(len(keys)):
        if i == 0 or keys[i] != keys[i - 1]:
            heaps += 1
            size = 0
        size += 1
        largest = max(largest, size)
    print(heaps, largest)


main()
