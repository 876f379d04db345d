def parcel_price(grams):
    """Return the price of a parcel in euros, or None if it is not taken."""
    if grams > 5000:
        return None
    further = (grams - 1) // 500
    return 3 + 2 * further
