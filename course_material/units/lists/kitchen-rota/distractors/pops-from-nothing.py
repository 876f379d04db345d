# takes a first name out of an empty list
def rota_after(names, weeks):
    """Return the list as it is after that many weeks."""
    row = list(names)
    for week in range(weeks):
        first = row.pop(0)
        row.append(first)
    return row
