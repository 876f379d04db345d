# compares every day with day 0
import numpy as np


def rise_days(levels, step):
    """Return the numbers of the days with a large rise, as a list."""
    levels = np.array(levels)
    rises = levels - levels[:1]
    return np.flatnonzero(rises >= step).tolist()
