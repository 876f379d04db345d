n = input()
print(n, 'x')
