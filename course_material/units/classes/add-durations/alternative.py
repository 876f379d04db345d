class Duration:
    """A length of time, in hours and minutes."""

    def __init__(self, hours, minutes):
        while minutes >= 60:
            hours += 1
            minutes -= 60
        self.hours = hours
        self.minutes = minutes

    def __str__(self):
        return str(self.hours) + ":" + str(self.minutes).rjust(2, "0")

    def __add__(self, other):
        return Duration(self.hours + other.hours, self.minutes + other.minutes)

    def longer_than(self, other):
        """Return whether this one is longer than the other."""
        return (self.hours, self.minutes) > (other.hours, other.minutes)
