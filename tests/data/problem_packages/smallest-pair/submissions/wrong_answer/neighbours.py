input()
numbers = list(map(int, input().split()))
print(min(abs(b - a) for a, b in zip(numbers, numbers[1:])))
