# takes nothing when there is not enough
class MoneyBox:
    """A box whose content grows and shrinks."""

    def __init__(self):
        self.inside = 0

    def put(self, cents):
        """Add to the content."""
        self.inside += cents

    def take(self, cents):
        """Take out at most what is there, and return how much that was."""
        if cents > self.inside:
            return 0
        self.inside -= cents
        return cents

    def content(self):
        """Return how much is there."""
        return self.inside
