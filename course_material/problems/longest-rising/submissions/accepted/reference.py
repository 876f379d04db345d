# idea: lowest ends (for every length keep the lowest tree that can end such a rise, and search it by halving)
# growth: n log n
import sys


def main():
    heights = list(map(int, sys.stdin.read().split()[1:]))
    ends = []  # ends[k]: the lowest tree that ends a rise of k + 1 trees; always rising
    for height in heights:
        low = 0
        high = len(ends)
        while low < high:  # find the first end that is not lower than this tree
            middle = (low + high) // 2
            if ends[middle] < height:
                low = middle + 1
            else:
                high = middle
        if low == len(ends):
            ends.append(height)
        else:
            ends[low] = height
    print(len(ends))


main()
