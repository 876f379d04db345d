# f(5)
def f(n):
    a = 1; a = 2
    for i in range(n): a += i
    while a > 5: a -= 2
    return a
