# f(3)
count = 0


def bump():
    global count
    count += 1
    count *= 2
    return count


def f(n):
    for _ in range(n):
        bump()
    return count
