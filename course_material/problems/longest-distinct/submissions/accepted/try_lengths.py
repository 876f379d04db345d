# idea: binary search on the length: if a piece of some length fits, so does every shorter one
# growth: n log n
import sys


def fits(text, length):
    """Whether some piece of this length has no letter twice: letters come in on the right and go out on the left."""
    count = dict.fromkeys("abcdefghijklmnopqrstuvwxyz", 0)
    different = 0
    for place, letter in enumerate(text):
        count[letter] += 1
        if count[letter] == 1:
            different += 1
        if place >= length:
            gone = text[place - length]
            count[gone] -= 1
            if count[gone] == 0:
                different -= 1
        if different == length:
            return True
    return False


def main():
    text = sys.stdin.read().strip()
    fitting, too_long = 1, len(text) + 1
    while too_long - fitting > 1:
        middle = (fitting + too_long) // 2
        if fits(text, middle):
            fitting = middle
        else:
            too_long = middle
    print(fitting)


main()
