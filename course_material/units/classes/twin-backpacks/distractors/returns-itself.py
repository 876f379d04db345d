# returns the backpack itself instead of a new one
class Backpack:
    """A backpack that carries things up to a limit."""

    def __init__(self, limit):
        self.limit = limit
        self.content = []

    def pack(self, thing, grams):
        """Pack a thing if the limit allows it; return whether it does."""
        if self.weight() + grams > self.limit:
            return False
        self.content.append((thing, grams))
        return True

    def weight(self):
        """Return how many grams are carried."""
        total = 0
        for thing, grams in self.content:
            total += grams
        return total

    def things(self):
        """Return the things in the order in which they were packed."""
        return [thing for thing, grams in self.content]

    def twin(self):
        """Return a new backpack with the same limit and the same things."""
        return self
