from pathlib import Path


def write_orders(stock, path):
    """Write what is running out into the file; return the number of lines."""
    low = [(name, left) for name, left in stock.items() if left < 5]
    low.sort()
    text = ""
    for name, left in low:
        text = text + name + ": " + str(left) + "\n"
    Path(path).write_text(text)
    return len(low)
