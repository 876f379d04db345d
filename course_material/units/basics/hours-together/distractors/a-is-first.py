# takes it for granted that A comes first and leaves first
def hours_together(a_comes, a_leaves, b_comes, b_leaves):
    """Return for how many hours both are there at the same time."""
    if b_comes >= a_leaves:
        return 0
    return a_leaves - b_comes
