# writes behind what the file held before
def write_orders(stock, path):
    """Write what is running out into the file; return the number of lines."""
    lines = 0
    with open(path, "a") as file:
        for name in sorted(stock):
            if stock[name] < 5:
                file.write(f"{name}: {stock[name]}\n")
                lines += 1
    return lines
