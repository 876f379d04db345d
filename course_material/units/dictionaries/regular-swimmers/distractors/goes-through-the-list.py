# goes through the list of visits again, so that names come up several times
def regulars(visits):
    """Return the names that come up often enough, each of them once."""
    counts = {}
    for name in visits:
        counts[name] = counts.get(name, 0) + 1
    found = []
    for name in visits:
        if counts[name] >= 4:
            found.append(name)
    return found
