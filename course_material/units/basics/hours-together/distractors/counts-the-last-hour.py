# counts the hour at which the first of them leaves as well
def hours_together(a_comes, a_leaves, b_comes, b_leaves):
    """Return for how many hours both are there at the same time."""
    hours = 0
    for hour in range(25):
        if a_comes <= hour <= a_leaves and b_comes <= hour <= b_leaves:
            hours = hours + 1
    return hours
