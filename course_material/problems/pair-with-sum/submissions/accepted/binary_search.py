# idea: sorting, then a binary search for the partner of every entry
# growth: n log n
import sys


def first_at_least(values, wanted):
    """The first place in a sorted list where the value is not below the wanted one."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def main():
    words = sys.stdin.read().split()
    n, target = int(words[0]), int(words[1])
    entries = list(map(int, words[2:]))
    order = sorted(range(n), key=entries.__getitem__)
    values = [entries[i] for i in order]
    for place in range(n):
        missing = target - values[place]
        partner = first_at_least(values, missing)
        if partner == place:
            partner += 1
        if partner < n and values[partner] == missing:
            print(order[place] + 1, order[partner] + 1)
            return
    print("none")


main()
