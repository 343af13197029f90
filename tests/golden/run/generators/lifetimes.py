"""Generators that lose all other references while they run, that resume themselves, die suspended, or nest deeply."""
import gc, itertools, sys, weakref
log = []

class D:

    def __init__(s, n):
        s.n = n

    def __del__(s):
        log.append(s.n)

def g1():
    global G
    d = D('g1')
    del G
    gc.collect()
    yield 1
    gc.collect()
    yield 2
G = g1()
try:
    print(next(G))
except NameError as e:
    print(e)
gc.collect()
print(log)
G = g1()
for x in G:
    print(x)
print(log)

def inner():
    d = D('inner')
    try:
        x = (yield 'a')
        print('got', type(x).__name__)
        holder.clear()
        gc.collect()
        y = (yield 'b')
        print('got', type(y).__name__)
        return 'r'
    finally:
        print('fin')

def outer():
    r = (yield from holder[0])
    print('outer', r)
    yield 'end'
holder = [inner()]
o = outer()
print(next(o))
print(o.send(5))
print(o.send(D('sent')))
print(list(o), log)
its = [(i for i in range(3)), iter([1])]

def src():
    for i in its:
        yield i

def clearing():
    yield 1
    its2.clear()
    gc.collect()
    yield 2
its2 = [clearing()]
print(list(itertools.chain.from_iterable(its2)))
its2 = [clearing()]
print(list(itertools.chain(*its2)))

def selfish():
    try:
        next(S)
    except ValueError as e:
        print(e)
    try:
        S.send(None)
    except ValueError as e:
        print(e)
    try:
        S.close()
    except ValueError as e:
        print(e)
    try:
        S.throw(KeyError)
    except ValueError as e:
        print(e)
    yield 3
S = selfish()
print(next(S))
S = selfish()
for x in S:
    print('loop', x)

def dying():
    d = D('dying')
    yield 1
    yield 2

def f():
    for x in dying():
        return x
print(f(), log)

def raising():
    d = D('raising')
    yield 1
    raise KeyError('k')
try:
    for x in raising():
        pass
except KeyError as e:
    print(e, e.__traceback__.tb_next.tb_frame.f_code.co_name)
print(log[-1:])

def rec(n):
    if n:
        yield from rec(n - 1)
    yield n
print(sum(rec(300)))

def deep(n):
    yield n
    for x in deep(n + 1):
        yield x
try:
    for x in deep(0):
        pass
except RecursionError as e:
    print('RecursionError', x > 100)
g = (x for x in range(5))
print(next(g))
w = weakref.ref(g)
it = zip(g, [1, 2, 3])
del g
print(list(it), w() is None, it is not None)
del it
print(w())
