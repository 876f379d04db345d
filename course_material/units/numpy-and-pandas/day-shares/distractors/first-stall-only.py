# looks at the first stall only
import numpy as np


def day_shares(sales):
    """Return the percentage of all cups that was sold on each day."""
    per_day = np.array(sales[0])
    shares = per_day * 100 / per_day.sum()
    return shares.round(1).tolist()
