# counts every character after a space, a second space as well
def telegram_words(text):
    """Return how many words a telegram has."""
    count = 0
    before = " "
    for letter in text:
        if before == " ":
            count += 1
        before = letter
    return count
