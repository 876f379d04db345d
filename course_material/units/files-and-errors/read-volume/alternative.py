def read_volume(path):
    """Return the volume that the settings file gives."""
    settings = {"volume": "5"}
    with open(path) as file:
        for line in file.read().split():
            place = line.index("=")
            settings[line[:place]] = line[place + 1 :]
    volume = int(settings["volume"])
    if volume in range(11):
        return volume
    raise ValueError(f"{volume} is not allowed")
