# mistake: prints the places in the sorted list, not those in the cash book
import sys


def main():
    words = sys.stdin.read().split()
    target = int(words[1])
    entries = sorted(map(int, words[2:]))
    low, high = 0, len(entries) - 1
    while low < high:
        total = entries[low] + entries[high]
        if total == target:
            print(low + 1, high + 1)
            return
        if total < target:
            low += 1
        else:
            high -= 1
    print("none")


main()
