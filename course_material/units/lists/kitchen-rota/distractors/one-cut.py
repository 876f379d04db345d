# cuts once, which is not enough for more weeks than names
def rota_after(names, weeks):
    """Return the list as it is after that many weeks."""
    return names[weeks:] + names[:weeks]
