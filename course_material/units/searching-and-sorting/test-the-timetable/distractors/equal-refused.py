# does not allow equal neighbours
def in_order(times):
    """Return True if none of the times is less than the one before it."""
    for place in range(1, len(times)):
        if times[place] <= times[place - 1]:
            return False
    return True
