# counts, but does not remember which ones are inside
class CarPark:
    """A place with a barrier that counts."""

    def __init__(self, places):
        self.places = places
        self.taken = 0

    def enter(self, plate):
        """Let it in if that is possible; return whether it was."""
        if self.taken >= self.places:
            return False
        self.taken += 1
        return True

    def leave(self, plate):
        """Let it out if that is possible; return whether it was."""
        if self.taken == 0:
            return False
        self.taken -= 1
        return True

    def free(self):
        """Return how many can still come in."""
        return self.places - self.taken
