# Cycles of every kind are collected.
import gc, weakref
gc.collect()
class N: pass
def probe(make):
    n = N(); make(n); r = weakref.ref(n); del n
    gc.collect(); return r() is None
def self_attr(n): n.n = n
def in_list(n): n.l = [n]
def in_dict(n): n.d = {'k': n}
def in_key(n): n.d = {n: 1}
def in_tuple(n): n.t = (n,)
def in_set(n): n.s = {n}
def in_closure(n): n.f = lambda: n
def in_method(n): n.m = type('M', (), {'m': lambda s: 0})().m; n.m2 = n.__repr__
def in_generator(n):
    def g(): yield n
    n.g = g(); next(n.g)
def in_iter(n): n.i = iter([n, n]); next(n.i)
def in_class(n): n.c = type('C', (), {'n': n}); n.c.own = n.c
def in_exception(n):
    try: raise ValueError(n)
    except ValueError as e: n.e = e
def in_default(n):
    def f(x=n): pass
    n.f = f
def in_partial(n):
    import functools; n.p = functools.partial(print, n)
def in_deque(n):
    from collections import deque; n.q = deque([n])
def in_property(n): n.__class__ = type('P', (N,), {'p': property(lambda s: n)})
def in_map(n): n.m = map(lambda x: n, [n])
def in_coroutine(n):
    async def c(): return n
    n.c = c(); n.c.close()
def chain(n):
    x = n
    for _ in range(1000): x.next = N(); x = x.next
    x.next = n
for f in (self_attr, in_list, in_dict, in_key, in_tuple, in_set, in_closure, in_method, in_generator, in_iter, in_class, in_exception, in_default, in_partial, in_deque, in_property, in_map, in_coroutine, chain): print(f.__name__, probe(f))
