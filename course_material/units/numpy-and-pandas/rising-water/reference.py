import numpy as np


def rise_days(levels, step):
    """Return the numbers of the days with a large rise, as a list."""
    levels = np.array(levels)
    rises = levels[1:] - levels[:-1]
    places = np.flatnonzero(rises >= step)
    return (places + 1).tolist()
