# f([1, [2, [3, 4]], 5])
def f(items):
    n = 0
    for item in items:
        if isinstance(item, list):
            n += f(item)
        else:
            n += 1
    return n
