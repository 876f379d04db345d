n = int(input())
print(n - 3, 3)
