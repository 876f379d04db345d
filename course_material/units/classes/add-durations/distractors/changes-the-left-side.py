# the sum changes the left side and returns it
class Duration:
    """A length of time, in hours and minutes."""

    def __init__(self, hours, minutes):
        self.total = hours * 60 + minutes

    def __str__(self):
        return f"{self.total // 60}:{self.total % 60:02}"

    def __add__(self, other):
        self.total += other.total
        return self

    def longer_than(self, other):
        """Return whether this one is longer than the other."""
        return self.total > other.total
