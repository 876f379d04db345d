def rota_after(names, weeks):
    """Return the list as it is after that many weeks."""
    count = len(names)
    return [names[(place + weeks) % count] for place in range(count)]
