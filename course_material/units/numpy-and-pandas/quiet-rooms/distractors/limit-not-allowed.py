# a room that reaches the limit exactly is refused
import numpy as np


def quiet_rooms(noise, limit):
    """Return the numbers of the rooms that meet both conditions, as a list."""
    table = np.array(noise)
    quiet = (table.max(axis=1) < limit) & (table.mean(axis=1) < table.mean())
    return np.flatnonzero(quiet).tolist()
