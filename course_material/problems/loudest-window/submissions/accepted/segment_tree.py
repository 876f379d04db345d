# idea: segment tree (a tree of sums gives the sum of any window)
# growth: n log n
import sys


def main():
    words = sys.stdin.read().split()
    n, k = int(words[0]), int(words[1])
    size = 1
    while size < n:
        size *= 2
    tree = [0] * size + list(map(int, words[2:])) + [0] * (size - n)  # the leaves stand in the second half
    for node in range(size - 1, 0, -1):
        tree[node] = tree[2 * node] + tree[2 * node + 1]

    def window(node, low, high, left, right):
        """The sum of the places left..right-1, of which the node knows low..high-1."""
        if left <= low and high <= right:
            return tree[node]
        middle = (low + high) // 2
        total = 0
        if left < middle:
            total += window(2 * node, low, middle, left, right)
        if middle < right:
            total += window(2 * node + 1, middle, high, left, right)
        return total

    print(max(window(1, 0, size, start, start + k) for start in range(n - k + 1)))


main()
