# gives up after the first place
def people_before(queue, name):
    """Return how many places lie before the first `name` in the queue."""
    for place in range(len(queue)):
        if queue[place] == name:
            return place
        else:
            return -1
    return -1
