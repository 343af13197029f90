# Thousands of chained exceptions.
def f(n):
    e = None
    for i in range(n):
        try:
            try: raise ValueError(i)
            except ValueError: raise KeyError(i)
        except KeyError as x:
            x.__context__.__context__ = e; e = x
    return e
e = f(3000); n = 0
while e: e = e.__context__; n += 1
print(n)
def g(n):
    try: raise ValueError(n)
    except ValueError:
        if n: g(n - 1)
        else: raise TypeError('bottom')
try: g(100)
except TypeError as x:
    n = 0
    while x.__context__: x = x.__context__; n += 1
    print(n, x)
