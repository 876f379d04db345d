# mistake: keeps the guess among the possible numbers; with two numbers left it asks the same one for ever


def main():
    low = 1
    high = int(input())
    while True:
        guess = (low + high) // 2
        print(guess, flush=True)
        answer = input()
        if answer == "found":
            return
        if answer == "higher":
            low = guess
        else:
            high = guess


main()
