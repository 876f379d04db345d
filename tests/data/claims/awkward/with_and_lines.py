# f(3)
import contextlib


def f(n):
    done = []
    while n:
        with contextlib.suppress(ValueError):
            done.append(max(n,
                            2,
                            int(str(n))))
            if n == 2:
                raise ValueError
        n -= 1
    total = sum(
        done
    )
    return total
