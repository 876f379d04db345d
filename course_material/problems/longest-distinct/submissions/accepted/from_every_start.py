# idea: brute force with an early end: from every start go on to the first repeat, which comes after 26 beads at most
# growth: n
import sys


def main():
    text = sys.stdin.read().strip()
    longest = 0
    for start in range(len(text)):
        seen = set()
        place = start
        while place < len(text) and text[place] not in seen:
            seen.add(text[place])
            place += 1
        longest = max(longest, len(seen))
    print(longest)


main()
