# calls itself, but does nothing with the result
def clicks(width, room):
    """Return how many times somebody clicks until it fits."""
    if width <= room:
        return 0
    clicks(width / 2, room)
    return 1
