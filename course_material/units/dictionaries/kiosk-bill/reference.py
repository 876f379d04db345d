def bill(prices, order):
    """Return the sum for everything in the order."""
    total = 0
    for item in order:
        if item in prices:
            total = total + prices[item]
    return total
