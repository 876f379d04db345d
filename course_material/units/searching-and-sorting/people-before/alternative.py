def people_before(queue, name):
    """Return how many places lie before the first `name` in the queue."""
    if name in queue:
        return queue.index(name)
    return -1
