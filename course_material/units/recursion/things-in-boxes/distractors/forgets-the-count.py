# forgets what was counted before the smaller box
def count_things(box):
    """Return how many things are in the box and in the boxes inside it."""
    count = 0
    for item in box:
        if isinstance(item, list):
            count = count_things(item)
        else:
            count = count + 1
    return count
