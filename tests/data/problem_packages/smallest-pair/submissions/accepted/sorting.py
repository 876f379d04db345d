input()
numbers = sorted(map(int, input().split()))
print(min(b - a for a, b in zip(numbers, numbers[1:])))
