def add(a, b):
    return abs(a) + b
