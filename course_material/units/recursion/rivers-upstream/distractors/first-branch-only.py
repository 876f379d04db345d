# returns inside the loop, so that only the first of the rivers is followed
def rivers_above(inflows, river):
    """Return how many rivers flow into it, directly or not."""
    for other in inflows.get(river, []):
        return 1 + rivers_above(inflows, other)
    return 0
