# leaves out empty lines, but not remarks
def total_points(path):
    """Return a dictionary with the sum for each name in the file."""
    totals = {}
    with open(path) as file:
        for line in file:
            words = line.split()
            if words:
                totals[words[0]] = totals.get(words[0], 0) + int(words[1])
    return totals
