# gives the day before the rise
import numpy as np


def rise_days(levels, step):
    """Return the numbers of the days with a large rise, as a list."""
    rises = np.diff(np.array(levels))
    return np.flatnonzero(rises >= step).tolist()
