# one of the two conditions is enough for riding alone
def ride(age, height):
    """Return how a person may ride the ghost train."""
    if age >= 10 or height >= 130:
        return "alone"
    if height >= 100:
        return "with an adult"
    return "not today"
