# compares each day with the best day
import numpy as np


def day_shares(sales):
    """Return the percentage of all cups that was sold on each day."""
    table = np.array(sales)
    per_day = table.sum(axis=0)
    shares = per_day * 100 / per_day.max()
    return shares.round(1).tolist()
