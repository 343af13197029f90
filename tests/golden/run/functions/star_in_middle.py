# Star arguments anywhere in a call.
def f(*a, **k): return a, k
print(f(*[1], 2, *[3, 4], x=1, **{'y': 2}), f(*'', **{}), f(1, *(), 2))
