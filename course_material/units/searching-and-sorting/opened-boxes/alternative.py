def opened_boxes(numbers, wanted):
    """Return the numbers that are read on the way to `wanted`, in order."""
    if not numbers:
        return []
    half = (len(numbers) - 1) // 2
    number = numbers[half]
    if number == wanted:
        return [number]
    if number > wanted:
        return [number] + opened_boxes(numbers[:half], wanted)
    return [number] + opened_boxes(numbers[half + 1 :], wanted)
