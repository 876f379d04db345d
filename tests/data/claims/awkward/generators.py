# f(3)
def g(n):
    for i in range(n):
        yield i


def f(n):
    out = []
    for a in g(n):
        for b in g(a):
            out.append((a, b))
    first = next(g(1))
    return out
