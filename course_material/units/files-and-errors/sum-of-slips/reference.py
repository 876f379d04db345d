def sum_of_slips(slips):
    """Return the sum of the whole numbers, how many slips fail, and all of them."""
    total = 0
    failed = 0
    seen = 0
    for slip in slips:
        try:
            total = total + int(slip)
        except ValueError:
            failed = failed + 1
        seen = seen + 1
    return total, failed, seen
