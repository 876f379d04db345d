def left_over(baked, sold):
    """Return how many are left of each kind that is given away."""
    left = {}
    for kind in baked:
        count = baked[kind] - sold.get(kind, 0)
        if count >= 3:
            left[kind] = count
    return left
