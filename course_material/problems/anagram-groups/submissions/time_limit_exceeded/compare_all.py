# right, but too slow: compares every word with every other one, n * n steps
import sys


def main():
    words = sys.stdin.read().split()[1:]
    keys = [sorted(word) for word in words]
    heaps = 0
    largest = 0
    for i in range(len(keys)):
        same = [j for j in range(len(keys)) if keys[j] == keys[i]]
        if same[0] == i:
            heaps += 1
        largest = max(largest, len(same))
    print(heaps, largest)


main()
