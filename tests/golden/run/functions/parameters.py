# Every kind of parameter.
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, z=7), f(1, c=9, d=0), f(1, d=1, a='kw', b='kw'), f(*[1, 2], *(3,), **{'d': 4}, **{'q': 5}))
def g(*, k): return k
def h(*args): return args
def i(**kw): return kw
def j(a, /): return a
def k(a, b=[]): b.append(a); return b
print(g(k=1), h(), h(1, 2), i(x=1, y=2), j(5), k(1), k(2), k(3, []))
print(f.__defaults__, f.__kwdefaults__, f.__code__.co_argcount, f.__code__.co_posonlyargcount, f.__code__.co_kwonlyargcount, f.__code__.co_varnames, f.__name__)
print((lambda x, *y, z=1, **w: (x, y, z, w))(1, 2, z=3, q=4))
