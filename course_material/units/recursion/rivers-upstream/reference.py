def rivers_above(inflows, river):
    """Return how many rivers flow into it, directly or not."""
    count = 0
    for other in inflows.get(river, []):
        count = count + 1 + rivers_above(inflows, other)
    return count
