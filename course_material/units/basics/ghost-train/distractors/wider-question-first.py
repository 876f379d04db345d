# asks about the wider condition first, so that nobody rides alone
def ride(age, height):
    """Return how a person may ride the ghost train."""
    if height >= 100:
        return "with an adult"
    elif age >= 10 and height >= 130:
        return "alone"
    else:
        return "not today"
