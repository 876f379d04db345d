# returns the number of things, not of lines
def write_orders(stock, path):
    """Write what is running out into the file; return the number of lines."""
    with open(path, "w") as file:
        for name in sorted(stock):
            if stock[name] < 5:
                file.write(f"{name}: {stock[name]}\n")
    return len(stock)
