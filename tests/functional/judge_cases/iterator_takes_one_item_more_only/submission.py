def evens():
    for n in (0, 2, 4):
        yield n
    raise RuntimeError('asked for too much')
