def tidy_once(words):
    """Return the row as it lies after one walk from left to right."""
    row = list(words)
    for place in range(1, len(row)):
        if len(row[place - 1]) > len(row[place]):
            kept = row[place]
            row[place] = row[place - 1]
            row[place - 1] = kept
    return row
