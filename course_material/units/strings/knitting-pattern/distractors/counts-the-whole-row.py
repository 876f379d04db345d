# counts a letter in the whole row, not only in one part
def short_pattern(row):
    """Return the short form of a row of stitches."""
    parts = []
    for letter in row:
        part = letter + str(row.count(letter))
        if part not in parts:
            parts.append(part)
    return " ".join(parts)
