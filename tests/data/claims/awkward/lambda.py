# f([3, 1, 2, 5])
def f(items):
    key = lambda item: -item
    items = sorted(items, key=lambda x: x % 3)
    top = max(items, key=key)
    return items, top
