def regulars(visits):
    """Return the names that come up often enough, each of them once."""
    found = []
    for place in range(len(visits)):
        name = visits[place]
        if name not in visits[:place] and visits.count(name) >= 4:
            found.append(name)
    return found
