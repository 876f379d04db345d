# expects that every name is a key
def bill(prices, order):
    """Return the sum for everything in the order."""
    total = 0
    for item in order:
        total = total + prices[item]
    return total
