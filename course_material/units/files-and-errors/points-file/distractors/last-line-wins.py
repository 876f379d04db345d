# keeps the last number of a name instead of the sum
def total_points(path):
    """Return a dictionary with the sum for each name in the file."""
    totals = {}
    with open(path) as file:
        for line in file:
            words = line.split()
            if len(words) == 2:
                totals[words[0]] = int(words[1])
    return totals
