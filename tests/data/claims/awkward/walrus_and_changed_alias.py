# f()
def add(to):
    to.append(1)
    to.append(2)
    to.pop()


def f():
    a = []
    b = a
    add(b)
    if (n := len(a)) and n == 1:
        n += 1
    return a, n
