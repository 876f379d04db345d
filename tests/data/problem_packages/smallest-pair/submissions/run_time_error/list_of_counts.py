n = int(input())
seen = [0] * 1000
numbers = list(map(int, input().split()))
for number in numbers:
    seen[number] += 1
present = [value for value in range(1000) if seen[value]]
print(0 if len(present) < n else min(b - a for a, b in zip(present, present[1:])))
