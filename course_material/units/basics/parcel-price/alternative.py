def parcel_price(grams):
    """Return the price of a parcel in euros, or None if it is not taken."""
    price = 3
    paid_for = 500
    while paid_for < grams:
        paid_for = paid_for + 500
        price = price + 2
    if grams > 5000:
        price = None
    return price
