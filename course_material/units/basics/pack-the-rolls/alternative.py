def pack_rolls(rolls):
    """Return how many crates and bags are filled, and what stays loose."""
    crates = 0
    bags = 0
    while rolls >= 60:
        rolls = rolls - 60
        crates = crates + 1
    while rolls >= 8:
        rolls = rolls - 8
        bags = bags + 1
    return [crates, bags, rolls]
