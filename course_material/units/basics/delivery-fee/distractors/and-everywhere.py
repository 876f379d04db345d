# writes "and" for "or", so that a member has to place a large order too
def delivery_fee(amount, km, member):
    """Return the fee for a delivery in euros."""
    if member and amount >= 40 and km <= 15:
        return 0
    if km > 15:
        return 8
    return 3
