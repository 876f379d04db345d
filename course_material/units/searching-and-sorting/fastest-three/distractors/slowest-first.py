# takes the largest times instead of the smallest
def fastest_three(results):
    """Return the names of the three with the least time, in order."""
    ranked = sorted(results, key=lambda result: result[1], reverse=True)
    return [name for name, seconds in ranked[:3]]
