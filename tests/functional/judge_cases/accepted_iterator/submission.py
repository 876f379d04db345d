def countdown(n):
    while True:
        yield n
        n -= 1
        if n < 0:
            return
