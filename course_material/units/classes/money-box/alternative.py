class MoneyBox:
    """A box that remembers every change of its content."""

    def __init__(self):
        self.changes = []

    def put(self, cents):
        """Add to the content."""
        self.changes.append(cents)

    def take(self, cents):
        """Take out at most what is there, and return how much that was."""
        if cents > self.content():
            cents = self.content()
        self.changes.append(-cents)
        return cents

    def content(self):
        """Return how much is there."""
        return sum(self.changes)
