def largest(numbers):
    numbers.sort()
    return numbers[-1]
