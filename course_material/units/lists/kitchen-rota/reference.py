def rota_after(names, weeks):
    """Return the list as it is after that many weeks."""
    row = names
    for week in range(weeks):
        row = row[1:] + row[:1]
    return row
