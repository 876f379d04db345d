# turns a forbidden volume into the nearest allowed one
def read_volume(path):
    """Return the volume that the settings file gives."""
    volume = 5
    with open(path) as file:
        for line in file:
            name, value = line.split("=")
            if name == "volume":
                volume = int(value)
    return max(0, min(10, volume))
