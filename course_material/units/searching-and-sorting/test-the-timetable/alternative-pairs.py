def in_order(times):
    """Return True if none of the times is less than the one before it."""
    falls = 0
    for before, after in zip(times, times[1:]):
        if after - before < 0:
            falls += 1
    return falls == 0
