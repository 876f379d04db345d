class Duration:
    """A length of time, in hours and minutes."""

    def __init__(self, hours, minutes):
        self.total = hours * 60 + minutes

    def __str__(self):
        hours = self.total // 60
        minutes = self.total % 60
        return f"{hours}:{minutes:02}"

    def __add__(self, other):
        return Duration(0, self.total + other.total)

    def longer_than(self, other):
        """Return whether this one is longer than the other."""
        return self.total > other.total
