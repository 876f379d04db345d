def light_crates(weights):
    """Return the numbers of all that weigh too little."""
    return [number for number, weight in enumerate(weights, 1) if weight < 20]
