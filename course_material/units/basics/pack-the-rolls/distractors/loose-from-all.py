# takes the loose rolls from the whole number, without the crates
def pack_rolls(rolls):
    """Return how many crates and bags are filled, and what stays loose."""
    crates = rolls // 60
    rest = rolls % 60
    bags = rest // 8
    loose = rolls % 8
    return [crates, bags, loose]
