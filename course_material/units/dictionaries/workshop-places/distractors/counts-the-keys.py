# takes the length of the dictionary instead of the length of the list
def workshop_lists(wishes):
    """Return a dictionary with the names that got in."""
    lists = {}
    for name, wish in wishes:
        if wish not in lists:
            lists[wish] = []
        if len(lists) < 3:
            lists[wish].append(name)
    return lists
