n = int(input())
numbers = list(map(int, input().split()))
best = 10**7
for i in range(n):
    a = numbers[i]
    for b in numbers[i + 1:]:
        if -best < a - b < best:
            best = abs(a - b)
print(best)
