def clicks(width, room):
    """Return how many times somebody clicks until it fits."""
    if width <= room:
        return 0
    return 1 + clicks(width / 2, room)
