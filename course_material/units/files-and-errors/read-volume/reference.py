def read_volume(path):
    """Return the volume that the settings file gives."""
    volume = 5
    with open(path) as file:
        for line in file:
            name, value = line.split("=")
            if name == "volume":
                volume = int(value)
    if volume < 0 or volume > 10:
        raise ValueError(volume)
    return volume
