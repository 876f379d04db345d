def tall_ones(heights):
    """Return the numbers that stand out, compared with the average, as a list."""
    average = sum(heights) / len(heights)
    result = []
    for number in heights:
        if number > average:
            result.append(number)
    return result
