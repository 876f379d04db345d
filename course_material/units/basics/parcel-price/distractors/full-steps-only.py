# charges a step only when it is full
def parcel_price(grams):
    """Return the price of a parcel in euros, or None if it is not taken."""
    if grams > 5000:
        return None
    further = max(0, grams - 500) // 500
    return 3 + 2 * further
