def ride(age, height):
    """Return how a person may ride the ghost train."""
    if age >= 10 and height >= 130:
        return "alone"
    if height >= 100:
        return "with an adult"
    return "not today"
