# idea: sorting, then two pointers that walk towards each other
# growth: n log n
import sys


def main():
    words = sys.stdin.read().split()
    target = int(words[1])
    entries = list(map(int, words[2:]))
    order = sorted((entry, position) for position, entry in enumerate(entries, start=1))
    low, high = 0, len(order) - 1
    while low < high:
        total = order[low][0] + order[high][0]
        if total == target:
            print(order[low][1], order[high][1])
            return
        if total < target:
            low += 1
        else:
            high -= 1
    print("none")


main()
