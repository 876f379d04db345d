# opens one after the other from the left
def opened_boxes(numbers, wanted):
    """Return the numbers that are read on the way to `wanted`, in order."""
    opened = []
    for number in numbers:
        opened.append(number)
        if number == wanted:
            return opened
    return opened
