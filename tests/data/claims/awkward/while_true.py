# f(9)
def f(n):
    k = 0
    while True:
        k += 1
        if k % 2:
            continue
        for j in range(k):
            n -= j
            if n < 0:
                break
        if n < 0:
            break
    return k, n
