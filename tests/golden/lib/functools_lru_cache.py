from functools import lru_cache, cache
calls = []
@lru_cache(maxsize=2)
def square(x):
    "doc of square"
    calls.append(x)
    return x * x
print([square(i) for i in (1, 2, 1, 3, 2, 1)], calls)
print(square.cache_info(), square.cache_parameters(), square.__name__, square.__doc__)
square.cache_clear(); print(square.cache_info(), square.__wrapped__(7))
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
@lru_cache(typed=True)
def kind(x): return type(x).__name__
print(kind(1), kind(1.0), kind(x=1), kind.cache_info())
@lru_cache
def bare(a, *b, **c): return a
print(bare(1), bare(1, 2, z=3), bare.cache_info().currsize)
try:
    bare([])
except TypeError as e:
    print(e)
try:
    lru_cache("x")
except TypeError as e:
    print(e)
@lru_cache(maxsize=0)
def off(x): return x
off(1); off(1); print(off.cache_info())
class M:
    @lru_cache
    def m(self, x): return x + 1
print(M().m(1))
