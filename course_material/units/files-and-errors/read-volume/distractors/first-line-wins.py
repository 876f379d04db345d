# returns at the first volume and checks nothing
def read_volume(path):
    """Return the volume that the settings file gives."""
    with open(path) as file:
        for line in file:
            name, value = line.split("=")
            if name == "volume":
                return int(value)
    return 5
