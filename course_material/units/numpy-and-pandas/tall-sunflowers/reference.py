import numpy as np


def tall_ones(heights):
    """Return the numbers that stand out, compared with the average, as a list."""
    heights = np.array(heights)
    average = heights.mean()
    return heights[heights > average].tolist()
