# f(1)
def f(n):
    x = 0.0
    while x < 1:
        x += 0.1
    y = x / 3
    return round(y, 2)
