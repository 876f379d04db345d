# fills the bags from all rolls again, not from those that are left
def pack_rolls(rolls):
    """Return how many crates and bags are filled, and what stays loose."""
    crates = rolls // 60
    rest = rolls % 60
    bags = rolls // 8
    loose = rest % 8
    return [crates, bags, loose]
