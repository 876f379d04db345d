# exchanges the two sides of "or", so that large orders are free at any distance
def delivery_fee(amount, km, member):
    """Return the fee for a delivery in euros."""
    if amount >= 40 or member and km <= 15:
        return 0
    if km > 15:
        return 8
    return 3
