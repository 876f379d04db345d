# counts the river itself as well
def rivers_above(inflows, river):
    """Return how many rivers flow into it, directly or not."""
    count = 1
    for other in inflows.get(river, []):
        count = count + rivers_above(inflows, other)
    return count
