# lets one in when it is full already
class CarPark:
    """A place with a barrier that knows what is inside."""

    def __init__(self, places):
        self.places = places
        self.inside = []

    def enter(self, plate):
        """Let it in if that is possible; return whether it was."""
        if plate in self.inside or len(self.inside) > self.places:
            return False
        self.inside.append(plate)
        return True

    def leave(self, plate):
        """Let it out if that is possible; return whether it was."""
        if plate not in self.inside:
            return False
        self.inside.remove(plate)
        return True

    def free(self):
        """Return how many can still come in."""
        return self.places - len(self.inside)
