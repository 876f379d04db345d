# collects a name when its count reaches the border, in another order
def regulars(visits):
    """Return the names that come up often enough, each of them once."""
    counts = {}
    found = []
    for name in visits:
        counts[name] = counts.get(name, 0) + 1
        if counts[name] == 4:
            found.append(name)
    return found
