import tempfile

def add(a, b):
    with open('sum.txt', 'w') as file:
        file.write(str(a + b))
    with tempfile.TemporaryFile('w+') as file:
        file.write(open('sum.txt').read())
        file.seek(0)
        return int(file.read())
