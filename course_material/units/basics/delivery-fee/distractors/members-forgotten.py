# leaves the members out, so that they pay like everyone else
def delivery_fee(amount, km, member):
    """Return the fee for a delivery in euros."""
    if amount >= 40 and km <= 15:
        return 0
    if km > 15:
        return 8
    return 3
