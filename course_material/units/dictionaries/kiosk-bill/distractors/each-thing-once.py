# goes through the prices, so that what is ordered twice counts once
def bill(prices, order):
    """Return the sum for everything in the order."""
    total = 0
    for item in prices:
        if item in order:
            total = total + prices[item]
    return total
