# equal times are put in the order of the names
def fastest_three(results):
    """Return the names of the three with the least time, in order."""
    turned = sorted([(seconds, name) for name, seconds in results])
    return [name for seconds, name in turned[:3]]
