def count_things(box):
    """Return how many things are in the box and in the boxes inside it."""
    names = []
    closed = [box]
    while closed:
        for item in closed.pop():
            if type(item) is list:
                closed.append(item)
            else:
                names.append(item)
    return len(names)
