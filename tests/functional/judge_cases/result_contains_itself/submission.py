def add(a, b):
    loop = []
    loop.append(loop)
    return loop
