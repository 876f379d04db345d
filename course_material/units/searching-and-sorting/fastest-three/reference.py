def fastest_three(results):
    """Return the names of the three with the least time, in order."""
    ranked = sorted(results, key=lambda result: result[1])
    return [name for name, seconds in ranked[:3]]
