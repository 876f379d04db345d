def add(a, b):
    return a + b + bytearray(80 << 20)[5]
