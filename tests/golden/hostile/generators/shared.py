# One generator in many hands.
def g():
    for i in range(10): yield i
a = g(); print([(x, next(a)) for x in a], list(zip(*[g()] * 3)), dict(zip(b := g(), b)))
c = g(); print(next(c), list(x for x in c for y in [next(c, None)]))
def rec():
    yield from it
it = rec()
try: next(it)
except ValueError as e: print(e)
m = map(lambda x: next(n, 'x'), n := g()); print(list(m))
def cons(source): yield next(source); yield from source
print(list(cons(cons(cons(g())))))
f = filter(lambda x: not next(h, 0) % 2, h := g()); print(list(f))
import itertools
t1, t2 = itertools.tee(g()); print(list(zip(t1, t2))[-1], sum(itertools.islice(g(), 3)), list(itertools.chain(p := g(), p)))
deep = iter(range(3))
for _ in range(500): deep = map(lambda x: x, deep)
print(list(deep))
deep = (x for x in range(3))
for _ in range(300): deep = (x for x in deep)
print(list(deep))
