n = int(input())
numbers = list(map(int, input().split()))
best = 10**7
for _ in range(n):
    for i in range(n):
        for j in range(i):
            best = min(best, abs(numbers[i] - numbers[j]))
print(best)
