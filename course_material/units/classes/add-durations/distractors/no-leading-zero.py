# writes minutes below 10 with one digit
class Duration:
    """A length of time, in hours and minutes."""

    def __init__(self, hours, minutes):
        self.total = hours * 60 + minutes

    def __str__(self):
        return f"{self.total // 60}:{self.total % 60}"

    def __add__(self, other):
        return Duration(0, self.total + other.total)

    def longer_than(self, other):
        """Return whether this one is longer than the other."""
        return self.total > other.total
