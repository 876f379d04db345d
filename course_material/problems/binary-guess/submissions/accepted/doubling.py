# idea: doubling (guess 1, 2, 4, 8 ... until it is too high, then halve: about 2 log2 n guesses)
# growth: none


def ask(guess):
    print(guess, flush=True)
    return input()


def main():
    n = int(input())
    low = 1
    high = n
    guess = 1
    while guess <= n:
        answer = ask(guess)
        if answer == "found":
            return
        if answer == "lower":
            high = guess - 1
            break
        low = guess + 1
        guess *= 2
    while True:
        guess = (low + high) // 2
        answer = ask(guess)
        if answer == "found":
            return
        if answer == "higher":
            low = guess + 1
        else:
            high = guess - 1


main()
