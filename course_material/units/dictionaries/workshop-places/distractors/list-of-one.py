# puts a new list in the place of the old one each time
def workshop_lists(wishes):
    """Return a dictionary with the names that got in."""
    lists = {}
    for name, wish in wishes:
        lists[wish] = [name]
    return lists
