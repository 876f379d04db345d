# counts all good days, and never begins again
def longest_streak(steps):
    """Return the length of the longest row of days with enough."""
    good = 0
    for count in steps:
        if count >= 8000:
            good = good + 1
    return good
