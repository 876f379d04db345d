# counts a fall like a rise
import numpy as np


def rise_days(levels, step):
    """Return the numbers of the days with a large rise, as a list."""
    changes = np.abs(np.diff(np.array(levels)))
    return (np.flatnonzero(changes >= step) + 1).tolist()
