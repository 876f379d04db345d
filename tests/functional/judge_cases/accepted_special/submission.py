total = int(input())
print(total + 5, -5)
