def sum_by_street(rows):
    """Return a dictionary with the sum of the large donations of each group."""
    sums = {}
    for place, amount in rows:
        if amount >= 10:
            sums[place] = sums.get(place, 0) + amount
    return sums
