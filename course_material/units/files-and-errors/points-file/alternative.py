def total_points(path):
    """Return a dictionary with the sum for each name in the file."""
    with open(path) as file:
        lines = file.read().splitlines()
    totals = {}
    for line in lines:
        try:
            name, number = line.split()
        except ValueError:
            continue
        if name not in totals:
            totals[name] = 0
        totals[name] += int(number)
    return totals
