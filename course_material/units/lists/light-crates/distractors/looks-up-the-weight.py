# looks for the weight in the list and always finds the first equal one
def light_crates(weights):
    """Return the numbers of all that weigh too little."""
    numbers = []
    for weight in weights:
        if weight < 20:
            numbers.append(weights.index(weight) + 1)
    return numbers
