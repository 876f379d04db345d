def root(n):
    return n ** 0.5
