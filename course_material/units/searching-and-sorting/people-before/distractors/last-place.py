# finds the last place where there are several
def people_before(queue, name):
    """Return how many places lie before the first `name` in the queue."""
    found = -1
    for place in range(len(queue)):
        if queue[place] == name:
            found = place
    return found
