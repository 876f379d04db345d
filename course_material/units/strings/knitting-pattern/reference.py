def short_pattern(row):
    """Return the short form of a row of stitches."""
    parts = []
    count = 0
    for place in range(len(row)):
        count = count + 1
        if row[place] != row[place + 1 : place + 2]:
            parts.append(row[place] + str(count))
            count = 0
    return " ".join(parts)
