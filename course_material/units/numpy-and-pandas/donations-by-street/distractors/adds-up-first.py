# adds up first and looks at the size afterwards
import pandas as pd


def sum_by_street(rows):
    """Return a dictionary with the sum of the large donations of each group."""
    table = pd.DataFrame(rows, columns=["place", "amount"])
    sums = table.groupby("place")["amount"].sum()
    return sums[sums >= 10].to_dict()
