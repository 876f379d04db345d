def pack_rolls(rolls):
    """Return how many crates and bags are filled, and what stays loose."""
    crates = rolls // 60
    rest = rolls % 60
    bags = rest // 8
    loose = rest % 8
    return [crates, bags, loose]
