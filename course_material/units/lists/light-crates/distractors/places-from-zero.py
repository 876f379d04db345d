# gives the places, which begin with 0, instead of the numbers
def light_crates(weights):
    """Return the numbers of all that weigh too little."""
    numbers = []
    for place in range(len(weights)):
        if weights[place] < 20:
            numbers.append(place)
    return numbers
