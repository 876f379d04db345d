# ends at the first name that has no price
def bill(prices, order):
    """Return the sum for everything in the order."""
    total = 0
    for item in order:
        if item not in prices:
            return total
        total = total + prices[item]
    return total
