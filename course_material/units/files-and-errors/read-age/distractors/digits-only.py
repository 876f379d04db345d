# asks for digits, so that spaces around a number are refused
def read_age(text):
    """Return the number that the text holds, or None where it is not allowed."""
    if text.isdigit() and int(text) <= 120:
        return int(text)
    return None
