from functools import partial, partialmethod, reduce
def f(a, b, *args, c=0, **kw):
    return a, b, args, c, kw
p = partial(f, 1, c=5)
print(p(2), p(2, 3, c=6, d=7), p.args, p.keywords, p.func is f)
print(partial(p, 9)(), partial(partial(f, 1), 2)(3))
class Cell:
    def __init__(self): self.alive = False
    def set(self, state): self.alive = state
    on = partialmethod(set, True)
c = Cell(); c.on(); print(c.alive)
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [], "start"))
for bad in (lambda: reduce(lambda a, b: a, []), lambda: partial(), lambda: partial(3)):
    try:
        bad()
    except TypeError as e:
        print(e)
print(partial(print, "a", sep="-")("b") is None)
print(repr(partial(int, base=2)), partial(int, base=2)("101"))
