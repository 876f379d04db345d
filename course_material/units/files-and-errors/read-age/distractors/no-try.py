# does not expect that the conversion fails
def read_age(text):
    """Return the number that the text holds, or None where it is not allowed."""
    age = int(text)
    if 0 <= age <= 120:
        return age
    return None
