# f(5)
import functools


@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def f(n):
    a = fib(n)
    b = fib(n)
    return a + b
