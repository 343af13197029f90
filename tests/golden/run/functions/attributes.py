# Functions are objects.
def f(a, b=1):
    "doc"
    return a
f.tag = 'T'
print(f.tag, f.__dict__, f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__defaults__, f.__closure__, type(f).__name__)
f.__name__ = 'renamed'
print(f.__name__, f.__qualname__)
class C:
    def m(self): pass
    class D:
        def n(self): pass
def outer():
    def inner(): pass
    return inner
print(C.m.__qualname__, C.D.n.__qualname__, outer().__qualname__, (lambda: 0).__name__, outer.__code__.co_name, C().m.__func__ is C.m, C().m.__self__.__class__.__name__)
g = f
print(g is f, f == g, {f: 1}[g], f.__call__(5), callable(f))
f.__code__ = (lambda a, b: a + b).__code__
print(f(1, 2))
for action in ("f.__name__ = 5", "f.__code__ = 5", "f.missing", "del f.missing", "f.__dict__ = 5", "f.__defaults__ = 5"):
    try:
        exec(action)
    except Exception as error:
        print(type(error).__name__, error)
