# rounds to the nearest step in place of rounding up
def parcel_price(grams):
    """Return the price of a parcel in euros, or None if it is not taken."""
    if grams > 5000:
        return None
    further = round(max(0, grams - 500) / 500)
    return 3 + 2 * further
