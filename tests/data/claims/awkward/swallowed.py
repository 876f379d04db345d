# f()
class A:
    @property
    def x(self):
        y = 1
        raise AttributeError


def f():
    a = A()
    n = 0
    for k in range(3):
        if hasattr(a, 'x') or getattr(a, 'x', None):
            n += 1
    return n
