def workshop_lists(wishes):
    """Return a dictionary with the names that got in."""
    return {key: names_for(key, wishes) for child, key in wishes}


def names_for(key, wishes):
    """Return the names that got in for one key alone."""
    names = []
    for name, wish in wishes:
        if wish == key and len(names) < 3:
            names += [name]
    return names
