def add(a, b):
    if a == 2:
        print('x' * 100_000)
    return a + b
