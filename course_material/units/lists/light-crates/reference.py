def light_crates(weights):
    """Return the numbers of all that weigh too little."""
    numbers = []
    for place in range(len(weights)):
        if weights[place] < 20:
            numbers.append(place + 1)
    return numbers
