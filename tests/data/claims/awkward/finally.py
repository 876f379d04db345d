# f(4)
def g(x):
    try:
        if x > 1:
            raise KeyError(x)
        return x
    finally:
        x = -1


def f(n):
    caught = 0
    for x in range(n):
        try:
            g(x)
        except LookupError as error:
            caught += 1
        else:
            caught += 10
    return caught
