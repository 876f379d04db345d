# mistake: counts the different letters of the whole string, though they need not be neighbours
import sys


def main():
    print(len(set(sys.stdin.read().strip())))


main()
