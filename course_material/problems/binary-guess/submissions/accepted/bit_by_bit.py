# idea: powers of two (build the number up from the largest power of two down: about log2 n guesses)
# growth: none


def ask(guess):
    print(guess, flush=True)
    return input()


def main():
    n = int(input())
    below = 0  # the number in the box is higher than this
    step = 1
    while 2 * step <= n:
        step *= 2
    while step > 0:
        if below + step <= n:
            answer = ask(below + step)
            if answer == "found":
                return
            if answer == "higher":
                below += step
        step //= 2
    ask(below + 1)


main()
