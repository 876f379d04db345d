# idea: list of candidates (keep every number that is still possible: few guesses, but n steps and much memory)
# growth: none


def main():
    candidates = list(range(1, int(input()) + 1))
    while True:
        guess = candidates[len(candidates) // 2]
        print(guess, flush=True)
        answer = input()
        if answer == "found":
            return
        if answer == "higher":
            candidates = [number for number in candidates if number > guess]
        else:
            candidates = [number for number in candidates if number < guess]


main()
