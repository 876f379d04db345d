# takes the middle number of all instead of the average
import numpy as np


def tall_ones(heights):
    """Return the numbers that stand out, compared with the average, as a list."""
    heights = np.array(heights)
    return heights[heights > np.median(heights)].tolist()
