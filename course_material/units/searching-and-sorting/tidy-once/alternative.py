def tidy_once(words):
    """Return the row as it lies after one walk from left to right."""
    if not words:
        return []
    row = []
    carried = words[0]
    for word in words[1:]:
        if len(word) < len(carried):
            row.append(word)
        else:
            row.append(carried)
            carried = word
    row.append(carried)
    return row
