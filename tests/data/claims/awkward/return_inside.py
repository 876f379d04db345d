# f([1, 2, 3])
def g(items, x):
    for i, item in enumerate(items):
        if item == x:
            return i
    return None


def f(items):
    a = g(items, 3)
    b = g(items, 9)
    return a, b
