# returns the truth values instead of the chosen numbers
import numpy as np


def tall_ones(heights):
    """Return the numbers that stand out, compared with the average, as a list."""
    heights = np.array(heights)
    return (heights > heights.mean()).tolist()
