def opened_boxes(numbers, wanted):
    """Return the numbers that are read on the way to `wanted`, in order."""
    opened = []
    low = 0
    high = len(numbers) - 1
    while low <= high:
        middle = (low + high) // 2
        opened.append(numbers[middle])
        if numbers[middle] < wanted:
            low = middle + 1
        elif numbers[middle] > wanted:
            high = middle - 1
        else:
            return opened
    return opened
