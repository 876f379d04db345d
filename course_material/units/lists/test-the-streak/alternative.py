def longest_streak(steps):
    """Return the length of the longest row of days with enough."""
    marks = ""
    for count in steps:
        if count >= 8000:
            marks += "x"
        else:
            marks += "-"
    return max(len(part) for part in marks.split("-"))
