def trick(number):
    """Return the list of all numbers that are said aloud."""
    said = [number]
    while len(str(number)) > 1:
        total = 0
        while number > 0:
            total = total + number % 10
            number = number // 10
        said.append(total)
        number = total
    return said
