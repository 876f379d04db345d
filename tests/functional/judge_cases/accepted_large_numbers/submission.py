def power(n):
    return 7 ** n
