# Partial, reduce, lru_cache, singledispatch, cached_property.
import functools, operator
print(functools.reduce(operator.add, [1, 2, 3]), functools.reduce(lambda a, b: a * b, [], 7), functools.partial(pow, 2)(5), functools.partial(int, base=2)('101'))
calls = []
@functools.lru_cache(maxsize=2)
def f(x):
    calls.append(x)
    return x * x
print(f(1), f(1), f(2), f(3), f(1), calls, f.cache_info())
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(100))
@functools.singledispatch
def show(x): return 'object'
@show.register
def _(x: int): return 'int'
@show.register(list)
def _(x): return 'list'
print(show(1), show([]), show('s'), show(True))
class C:
    @functools.cached_property
    def v(self):
        print('computed')
        return 5
c = C()
print(c.v, c.v)
@functools.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) <= T(1), T(2) > T(1), T(1) >= T(2))
try:
    functools.reduce(operator.add, [])
except TypeError as error:
    print(error)
