# Functions whose code, defaults and closures are replaced.
def f(a, b=2): return a, b
def g(x): return ('g', x)
f.__code__ = g.__code__
print(f(1))
try: f()
except TypeError as e: print(e)
f.__defaults__ = (1, 2, 3)
print(f())
f.__defaults__ = None
try: f()
except TypeError as e: print(e)
def outer():
    v = 1
    def inner(): return v
    return inner
for code in ('f.__code__ = outer().__code__', 'outer().__code__ = f.__code__', 'f.__code__ = None', 'f.__closure__ = ()', 'del f.__code__', 'f.__globals__ = {}', 'f.__kwdefaults__ = 5'):
    try: exec(code); print('fine')
    except (ValueError, TypeError, AttributeError) as e: print(type(e).__name__, str(e)[:80])
def rec(n):
    if n == 3: rec.__code__ = (lambda n: 'swapped').__code__
    return n and rec(n - 1)
print(rec(5))
import types
h = types.FunctionType((lambda: q).__code__, {'q': 'own globals', '__builtins__': {}}); print(h())
c = outer(); c.__closure__[0].cell_contents = 99; print(c())
exec('x = 1', {'__builtins__': {}})
for b in ({}, {'print': lambda *a: None}):
    try: exec('print(len([]))', {'__builtins__': b}); print('quiet')
    except NameError as e: print(e)
