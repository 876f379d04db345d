class Backpack:
    """A backpack that knows how many grams are still allowed."""

    def __init__(self, limit):
        self.carried = 0
        self.room = limit
        self.names = []
        self.weights = []

    def pack(self, thing, grams):
        """Pack a thing if the limit allows it; return whether it does."""
        if grams <= self.room:
            self.room -= grams
            self.carried += grams
            self.names.append(thing)
            self.weights.append(grams)
            return True
        return False

    def weight(self):
        """Return how many grams are carried."""
        return self.carried

    def things(self):
        """Return the things in the order in which they were packed."""
        return self.names[:]

    def twin(self):
        """Return a new backpack with the same limit and the same things."""
        other = Backpack(self.room + self.carried)
        for thing, grams in zip(self.names, self.weights):
            other.pack(thing, grams)
        return other
