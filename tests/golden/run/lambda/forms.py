# Lambda expressions.
print((lambda: 1)(), (lambda x: x * 2)(3), (lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw))(1, 5, 6, k=7, z=8), (lambda *, k: k)(k=1), (lambda a, /, b: a + b)(1, b=2))
print(sorted([3, -1, 2], key=lambda v: -v), list(map(lambda p: p[0], [(1, 2), (3, 4)])), (lambda x: x if x > 0 else -x)(-5), (lambda: (yield))().__class__.__name__)
f = lambda x: (lambda y: x + y)
print(f(1)(2), f.__name__, [g(2) for g in [lambda x: x, lambda x: x ** 2]], (lambda x: [x := x + 1, x])(1))
ops = {'+': lambda a, b: a + b, '-': lambda a, b: a - b}
print(ops['+'](1, 2), ops['-'](1, 2), (lambda s: s[::-1])('abc'), (lambda _: _)(4))
