class ValueError(ValueError):
    __module__ = 'builtins'

def half(n):
    raise ValueError('mine')
