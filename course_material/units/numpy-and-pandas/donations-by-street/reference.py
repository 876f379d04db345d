import pandas as pd


def sum_by_street(rows):
    """Return a dictionary with the sum of the large donations of each group."""
    table = pd.DataFrame(rows, columns=["place", "amount"])
    large = table[table["amount"] >= 10]
    return large.groupby("place")["amount"].sum().to_dict()
