def clicks(width, room):
    """Return how many times somebody clicks until it fits."""
    count = 0
    while room < width:
        room = room * 2
        count += 1
    return count
