# takes the things as they stand in the dictionary
def write_orders(stock, path):
    """Write what is running out into the file; return the number of lines."""
    lines = 0
    with open(path, "w") as file:
        for name in stock:
            if stock[name] < 5:
                file.write(f"{name}: {stock[name]}\n")
                lines += 1
    return lines
