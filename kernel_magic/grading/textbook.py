"""Routines that stand in every textbook. That two students wrote one of them in the same steps says nothing.

They are compared only, never run. Names do not matter; what does is the usual ways to write each of them. Short ones
(counting words, the largest number) are not here: in an exercise about them half the class writes them, and elsewhere
they are too short to matter. An exercise about a routine that is missing here should have it as an alternative.
"""

from __future__ import annotations

_TEXT = """
def bubble_sort(a):
    n = len(a)
    for i in range(n):
        for j in range(0, n - i - 1):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a

def bubble_sort(a):
    for i in range(len(a)):
        for j in range(0, len(a) - i - 1):
            if a[j] > a[j + 1]:
                temp = a[j]
                a[j] = a[j + 1]
                a[j + 1] = temp
    return a

def bubble_sort(a):
    a = a[:]
    for i in range(len(a) - 1):
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a

def bubble_sort(a):
    a = list(a)
    for i in range(n - 1):
        for j in range(len(a) - 1):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a

def bubble_sort(a):
    swapped = True
    while swapped:
        swapped = False
        for i in range(len(a) - 1):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True
    return a

def exchange_sort(a):
    a = a.copy()
    for i in range(len(a)):
        for j in range(i + 1, len(a)):
            if a[i] > a[j]:
                a[i], a[j] = a[j], a[i]
            if a[j] < a[i]:
                temp = a[i]
                a[i] = a[j]
                a[j] = temp
    return a

def selection_sort(a):
    n = len(a)
    for i in range(n - 1):
        least = i
        for j in range(i + 1, n):
            if a[j] < a[least]:
                least = j
        a[i], a[least] = a[least], a[i]
    return a

def selection_sort(a):
    for i in range(len(a)):
        least = i
        for j in range(i + 1, len(a)):
            if a[least] > a[j]:
                least = j
        a[i], a[least] = a[least], a[i]
    return a

def selection_sort(a):
    result = []
    while a:
        least = a[0]
        for x in a:
            if x < least:
                least = x
        result.append(least)
        a.remove(least)
    return result

def selection_sort(a):
    result = []
    while len(a) > 0:
        least = min(a)
        result.append(least)
        a.remove(least)
    return result

def insertion_sort(a):
    for i in range(1, len(a)):
        key = a[i]
        j = i - 1
        while j >= 0 and a[j] > key:
            a[j + 1] = a[j]
            j -= 1
        a[j + 1] = key
    return a

def insertion_sort(a):
    for i in range(1, len(a)):
        j = i
        while j > 0 and a[j - 1] > a[j]:
            a[j - 1], a[j] = a[j], a[j - 1]
            j -= 1
    return a

def quick_sort(a):
    if len(a) <= 1:
        return a
    pivot = a[len(a) // 2]
    left = [x for x in a if x < pivot]
    middle = [x for x in a if x == pivot]
    right = [x for x in a if x > pivot]
    return quick_sort(left) + middle + quick_sort(right)

def quick_sort(a):
    if len(a) < 2:
        return a
    pivot = a[0]
    less = [x for x in a[1:] if x <= pivot]
    more = [x for x in a[1:] if x > pivot]
    return quick_sort(less) + [pivot] + quick_sort(more)

def merge_sort(a):
    if len(a) <= 1:
        return a
    mid = len(a) // 2
    left = merge_sort(a[:mid])
    right = merge_sort(a[mid:])
    return merge(left, right)

def merge(left, right):
    result = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    result.extend(left[i:])
    result.extend(right[j:])
    return result

def merge(left, right):
    result = []
    i = 0
    j = 0
    while i < len(left) and j < len(right):
        if left[i] < right[j]:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    while i < len(left):
        result.append(left[i])
        i += 1
    while j < len(right):
        result.append(right[j])
        j += 1
    return result + left[i:] + right[j:]

def binary_search(a, x):
    low = 0
    high = len(a) - 1
    while low <= high:
        mid = (low + high) // 2
        if a[mid] == x:
            return mid
        elif a[mid] < x:
            low = mid + 1
        else:
            high = mid - 1
    return -1

def binary_search(a, x):
    low, high = 0, len(a)
    while low < high:
        mid = low + (high - low) // 2
        if a[mid] == x:
            return mid
        if a[mid] > x:
            high = mid
        else:
            low = mid + 1
    return None

def gcd(a, b):
    while b != 0:
        a, b = b, a % b
    return a

def gcd(a, b):
    while b:
        temp = b
        b = a % b
        a = temp
    if b == 0:
        return a
    return gcd(b, a % b)

def is_prime(n):
    if n < 2:
        return False
    for i in range(2, int(n ** 0.5) + 1):
        if n % i == 0:
            return False
    return True

def is_prime(n):
    if n <= 1:
        return False
    for i in range(2, n):
        if n % i == 0:
            return False
    return True

def is_prime(n):
    i = 2
    while i * i <= n:
        if n % i == 0:
            return False
        i += 1
    return True

def sieve(n):
    prime = [True] * (n + 1)
    prime[0] = prime[1] = False
    for i in range(2, int(n ** 0.5) + 1):
        if prime[i]:
            for j in range(i * i, n + 1, i):
                prime[j] = False
    return [i for i in range(2, n + 1) if prime[i]]

def palindrome(s):
    left = 0
    right = len(s) - 1
    while left < right:
        if s[left] != s[right]:
            return False
        left += 1
        right -= 1
    return True

def palindrome(s):
    for i in range(len(s) // 2):
        if s[i] != s[len(s) - 1 - i]:
            return False
        if s[i] != s[-i - 1]:
            return False
    return s == s[::-1]
"""

TEXTBOOK = tuple(_TEXT.strip().split("\n\n"))
"""One text for each way to write a routine."""
