# changes the order of the numbers
import numpy as np


def tall_ones(heights):
    """Return the numbers that stand out, compared with the average, as a list."""
    heights = np.sort(np.array(heights))
    return heights[heights > heights.mean()].tolist()
