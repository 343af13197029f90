# Carets under a call with arguments.
def g(x):
    raise ValueError(f'bad {x}')
value = max(1, 2) + g(10) + len('abc')
