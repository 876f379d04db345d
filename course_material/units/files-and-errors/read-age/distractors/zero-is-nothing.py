# takes 0 for nothing
def read_age(text):
    """Return the number that the text holds, or None where it is not allowed."""
    try:
        age = int(text)
    except ValueError:
        age = None
    if not age or age < 0 or age > 120:
        return None
    return age
