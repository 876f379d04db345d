def day_shares(sales):
    """Return the percentage of all cups that was sold on each day."""
    totals = [0] * len(sales[0])
    for stall in sales:
        for day in range(len(stall)):
            totals[day] += stall[day]
    whole = sum(totals)
    return [round(total / whole * 100, 1) for total in totals]
