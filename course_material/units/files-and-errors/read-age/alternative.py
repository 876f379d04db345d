def read_age(text):
    """Return the number that the text holds, or None where it is not allowed."""
    allowed = range(121)
    try:
        return allowed.index(int(text))
    except ValueError:
        return None
