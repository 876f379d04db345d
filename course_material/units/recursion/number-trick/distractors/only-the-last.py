# returns the result of the inner call alone, so that only the last number is left
def trick(number):
    """Return the list of all numbers that are said aloud."""
    if number < 10:
        return [number]
    total = 0
    for digit in str(number):
        total = total + int(digit)
    return trick(total)
