# idea: brute force: look at every piece, however long, and do not stop at the first repeat
# growth: n^2
import sys


def main():
    text = sys.stdin.read().strip()
    longest = 0
    for start in range(len(text)):
        seen = set()
        repeated = False
        for place in range(start, len(text)):
            if text[place] in seen:
                repeated = True
            seen.add(text[place])
            if not repeated:
                longest = max(longest, place - start + 1)
    print(longest)


main()
