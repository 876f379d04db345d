# mistake: takes "higher" as "my guess is too high"


def main():
    low = 1
    high = int(input())
    while low <= high:
        guess = (low + high) // 2
        print(guess, flush=True)
        answer = input()
        if answer == "found":
            return
        if answer == "higher":
            high = guess - 1
        else:
            low = guess + 1


main()
