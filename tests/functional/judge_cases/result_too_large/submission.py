def add(a, b):
    return 'x' * 10_000_000
