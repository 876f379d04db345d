# 60 minutes and more never become an hour
class Duration:
    """A length of time, in hours and minutes."""

    def __init__(self, hours, minutes):
        self.hours = hours
        self.minutes = minutes

    def __str__(self):
        return f"{self.hours}:{self.minutes:02}"

    def __add__(self, other):
        return Duration(self.hours + other.hours, self.minutes + other.minutes)

    def longer_than(self, other):
        """Return whether this one is longer than the other."""
        return (self.hours, self.minutes) > (other.hours, other.minutes)
