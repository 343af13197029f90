# Changing classes and instances at run time.
class A:
    def m(self): return 'A'
class B:
    def m(self): return 'B'
a = A()
print(a.m()); a.__class__ = B; print(a.m(), type(a).__name__)
A.m = lambda self: 'patched'; print(A().m())
class C(A): pass
print(C().m()); C.__bases__ = (B,); print(C().m(), [c.__name__ for c in C.__mro__])
import types
b = B(); b.m = types.MethodType(lambda self: 'bound ' + type(self).__name__, b)
print(b.m(), B().m())
del B.m
try:
    B().m()
except AttributeError as error:
    print(error)
X = type('X', (), {'f': lambda self, n: n + 1, 'k': 5})
print(X().f(1), X.k, X.__name__); X.__name__ = 'Y'; print(X)
def make(n):
    class Local:
        v = n
        def get(self): return n
    return Local
print(make(1).v, make(2)().get(), make(1) is make(1), make(1).__qualname__)
for code in ('a.__class__ = int', 'a.__class__ = 5', 'A.__bases__ = ()', 'A.__name__ = 5', 'A.__mro__ = ()', 'del A.__name__'):
    try:
        exec(code)
    except (TypeError, AttributeError) as error:
        print(error)
