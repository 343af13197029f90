# Decorators apply from the bottom up.
def trace(name):
    print('make', name)
    def decorate(f):
        print('apply', name, f.__name__)
        def wrapper(*args, **kw):
            print('enter', name)
            result = f(*args, **kw)
            print('leave', name)
            return result
        return wrapper
    return decorate
@trace('outer')
@trace('inner')
def add(a, b=1):
    return a + b
print(add(1, b=5))
@lambda f: f.__name__.upper()
def name(): pass
print(name)
registry = {}
def register(cls):
    registry[cls.__name__] = cls
    return cls
@register
class A: pass
print(registry['A'] is A)
class Memo:
    def __init__(self, f): self.f, self.cache = f, {}
    def __call__(self, n):
        if n not in self.cache: self.cache[n] = self.f(n)
        return self.cache[n]
@Memo
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), len(fib.cache))
import functools
@functools.wraps(add)
def w(): pass
print(w.__name__)
decorators = [str.upper, len]
@decorators[1]
@decorators[0]
@str
def text(): pass
print(type(text))
