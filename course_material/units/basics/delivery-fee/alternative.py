def delivery_fee(amount, km, member):
    """Return the fee for a delivery in euros."""
    if km > 15:
        fee = 8
    elif member:
        fee = 0
    elif amount >= 40:
        fee = 0
    else:
        fee = 3
    return fee
