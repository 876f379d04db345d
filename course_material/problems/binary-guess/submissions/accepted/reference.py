# idea: binary search (halve what is left with every guess: about log2 n guesses)
# growth: none


def main():
    low, high = 1, int(input())
    while True:
        guess = (low + high) // 2
        print(guess, flush=True)
        answer = input()
        if answer == "found":
            return
        if answer == "higher":
            low = guess + 1
        else:
            high = guess - 1


main()
