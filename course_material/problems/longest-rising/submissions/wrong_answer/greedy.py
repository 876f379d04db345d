# mistake: from every start it takes each higher tree at once, also one so high that nothing can follow
import sys


def main():
    heights = list(map(int, sys.stdin.read().split()[1:]))
    best = 0
    for start in range(len(heights)):
        last = 0
        length = 0
        for height in heights[start:]:
            if height > last:
                last = height
                length += 1
        best = max(best, length)
    print(best)


main()
