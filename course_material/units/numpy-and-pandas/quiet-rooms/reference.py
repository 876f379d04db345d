import numpy as np


def quiet_rooms(noise, limit):
    """Return the numbers of the rooms that meet both conditions, as a list."""
    table = np.array(noise)
    never_loud = (table <= limit).all(axis=1)
    below_average = table.mean(axis=1) < table.mean()
    return np.flatnonzero(never_loud & below_average).tolist()
