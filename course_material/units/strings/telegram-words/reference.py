def telegram_words(text):
    """Return how many words a telegram has."""
    count = 0
    before = " "
    for letter in text:
        if before == " " and letter != " ":
            count += 1
        before = letter
    return count
