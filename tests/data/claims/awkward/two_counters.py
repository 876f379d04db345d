# f()
class A:
    def step(self, n):
        total = n
        return total


class B:
    def step(self, n):
        total = 2 * n
        for i in range(n):
            total += 1
        return total


def f():
    a, b = A(), B()
    return a.step(3) + b.step(2)
