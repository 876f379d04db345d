def left_over(baked, sold):
    """Return how many are left of each kind that is given away."""
    left = dict(baked)
    for kind in sold:
        left[kind] -= sold[kind]
    return {kind: count for kind, count in left.items() if count >= 3}
