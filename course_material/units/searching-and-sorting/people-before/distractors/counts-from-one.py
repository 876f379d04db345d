# counts the one who was looked for as well
def people_before(queue, name):
    """Return how many places lie before the first `name` in the queue."""
    count = 0
    for other in queue:
        count = count + 1
        if other == name:
            return count
    return -1
