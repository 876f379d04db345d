def in_order(times):
    """Return True if none of the times is less than the one before it."""
    return times == sorted(times)
