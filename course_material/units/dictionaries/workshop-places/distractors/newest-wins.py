# keeps those who came last
def workshop_lists(wishes):
    """Return a dictionary with the names that got in."""
    lists = {}
    for name, wish in wishes:
        lists[wish] = lists.get(wish, []) + [name]
        lists[wish] = lists[wish][-3:]
    return lists
