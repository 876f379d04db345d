class CarPark:
    """A place with a barrier that counts down."""

    def __init__(self, places):
        self.left = places
        self.known = {}

    def enter(self, plate):
        """Let it in if that is possible; return whether it was."""
        possible = self.left > 0 and not self.known.get(plate, False)
        if possible:
            self.known[plate] = True
            self.left -= 1
        return possible

    def leave(self, plate):
        """Let it out if that is possible; return whether it was."""
        possible = self.known.get(plate, False)
        if possible:
            self.known[plate] = False
            self.left += 1
        return possible

    def free(self):
        """Return how many can still come in."""
        return self.left
