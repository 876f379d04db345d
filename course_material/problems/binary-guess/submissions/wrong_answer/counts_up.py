# mistake: guesses 1, 2, 3 ...; right in the end, but far too many guesses


def main():
    n = int(input())
    for guess in range(1, n + 1):
        print(guess, flush=True)
        if input() == "found":
            return


main()
