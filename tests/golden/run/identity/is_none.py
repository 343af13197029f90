# Identity of singletons and of names.
a = [1]; b = a; c = [1]
print(a is b, a is c, a == c, None is None, (a is not c), True is True, ... is ...)
def f(x, y=None): return x is y
print(f(None), f(0), f(a, a), f(a, c), id(a) == id(b), id(a) != id(c), type(None) is type(None))
x = 'abc'; y = x; print(x is y, type(x) is str, int is int, f is f, print is print)
print([] is [], {} is {}, [n is None for n in (None, 0, '', [], False)])
