# stops at the end of the first streak
def longest_streak(steps):
    """Return the length of the longest row of days with enough."""
    streak = 0
    for count in steps:
        if count >= 8000:
            streak = streak + 1
        elif streak > 0:
            return streak
    return streak
