# compares only when a streak has ended, so that the last one is forgotten
def longest_streak(steps):
    """Return the length of the longest row of days with enough."""
    longest = 0
    streak = 0
    for count in steps:
        if count >= 8000:
            streak = streak + 1
        else:
            longest = max(longest, streak)
            streak = 0
    return longest
