# compares the right number, but stores the number of the morning
def left_over(baked, sold):
    """Return how many are left of each kind that is given away."""
    left = {}
    for kind in baked:
        if baked[kind] - sold.get(kind, 0) >= 3:
            left[kind] = baked[kind]
    return left
