def longest_streak(steps):
    """Return the length of the longest row of days with enough."""
    longest = 0
    streak = 0
    for count in steps:
        if count >= 8000:
            streak = streak + 1
            longest = max(longest, streak)
        else:
            streak = 0
    return longest
