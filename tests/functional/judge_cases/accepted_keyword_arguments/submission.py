def power(base, *, exponent=2):
    return base ** exponent
