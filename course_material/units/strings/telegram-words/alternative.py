def telegram_words(text):
    """Return how many words a telegram has."""
    return len([part for part in text.split(" ") if part != ""])
