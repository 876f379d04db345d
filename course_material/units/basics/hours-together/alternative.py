def hours_together(a_comes, a_leaves, b_comes, b_leaves):
    """Return for how many hours both are there at the same time."""
    hours = 0
    for hour in range(a_comes, a_leaves):
        if b_comes <= hour < b_leaves:
            hours = hours + 1
    return hours
