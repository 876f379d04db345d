# right, but too slow: takes every impossible number out of the list on its own, and each time the rest moves up


def main():
    candidates = list(range(1, int(input()) + 1))
    while True:
        guess = candidates[len(candidates) // 2]
        print(guess, flush=True)
        answer = input()
        if answer == "found":
            return
        if answer == "higher":
            while candidates[0] <= guess:
                candidates.pop(0)
        else:
            while candidates[-1] >= guess:
                candidates.pop()


main()
