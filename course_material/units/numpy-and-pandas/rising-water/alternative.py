def rise_days(levels, step):
    """Return the numbers of the days with a large rise, as a list."""
    days = []
    for day in range(1, len(levels)):
        rise = levels[day] - levels[day - 1]
        if rise >= step:
            days.append(day)
    return days
