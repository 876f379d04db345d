def hours_together(a_comes, a_leaves, b_comes, b_leaves):
    """Return for how many hours both are there at the same time."""
    start = max(a_comes, b_comes)
    end = min(a_leaves, b_leaves)
    return max(0, end - start)
