# idea: binary search on the answer: sort the first k scans and see whether two of them are equal
# growth: n log n
import sys


def has_repeat(numbers):
    """Whether two numbers are equal: neighbours in sorted order tell."""
    in_order = sorted(numbers)
    for i in range(1, len(in_order)):
        if in_order[i] == in_order[i - 1]:
            return True
    return False


def main():
    numbers = list(map(int, sys.stdin.read().split()))[1:]
    without, with_repeat = 0, len(numbers) + 1
    while with_repeat - without > 1:
        middle = (without + with_repeat) // 2
        if has_repeat(numbers[:middle]):
            with_repeat = middle
        else:
            without = middle
    print(with_repeat if with_repeat <= len(numbers) else 0)


main()
