def fastest_three(results):
    """Return the names of the three with the least time, in order."""
    rest = list(results)
    names = []
    while rest and len(names) < 3:
        best = rest[0]
        for result in rest:
            if result[1] < best[1]:
                best = result
        names.append(best[0])
        rest.remove(best)
    return names
