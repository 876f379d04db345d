def rivers_above(inflows, river):
    """Return how many rivers flow into it, directly or not."""
    found = []
    waiting = [river]
    while waiting:
        other = waiting.pop()
        if other not in found:
            found.append(other)
            waiting.extend(inflows.get(other, []))
    return len(found) - 1
