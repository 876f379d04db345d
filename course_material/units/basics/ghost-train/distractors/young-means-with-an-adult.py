# lets everyone who is too young for riding alone ride with an adult
def ride(age, height):
    """Return how a person may ride the ghost train."""
    if age >= 10 and height >= 130:
        return "alone"
    if age < 10 or height >= 100:
        return "with an adult"
    return "not today"
