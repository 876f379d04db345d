# writes a part only when the letter changes, so that the last part is lost
def short_pattern(row):
    """Return the short form of a row of stitches."""
    parts = []
    count = 1
    for place in range(1, len(row)):
        if row[place] == row[place - 1]:
            count = count + 1
        else:
            parts.append(row[place - 1] + str(count))
            count = 1
    return " ".join(parts)
