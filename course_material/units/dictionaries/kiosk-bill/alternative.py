def bill(prices, order):
    """Return the sum for everything in the order."""
    return sum(prices.get(item, 0) for item in order)
