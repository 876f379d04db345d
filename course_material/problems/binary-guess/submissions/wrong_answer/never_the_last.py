# mistake: the upper end is taken as left out at the beginning already, so n itself is never guessed


def main():
    low = 1
    high = int(input())
    while low < high:
        guess = (low + high) // 2
        print(guess, flush=True)
        answer = input()
        if answer == "found":
            return
        if answer == "higher":
            low = guess + 1
        else:
            high = guess


main()
