# counts only what flows in directly
def rivers_above(inflows, river):
    """Return how many rivers flow into it, directly or not."""
    return len(inflows.get(river, []))
