def short_pattern(row):
    """Return the short form of a row of stitches."""
    parts = []
    while row != "":
        rest = row.lstrip(row[0])
        parts.append(f"{row[0]}{len(row) - len(rest)}")
        row = rest
    return " ".join(parts)
