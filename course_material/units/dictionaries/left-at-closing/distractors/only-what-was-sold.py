# goes through what was sold and forgets what nobody bought
def left_over(baked, sold):
    """Return how many are left of each kind that is given away."""
    left = {}
    for kind in sold:
        count = baked[kind] - sold[kind]
        if count >= 3:
            left[kind] = count
    return left
