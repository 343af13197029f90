# Strange uses of super, mro and __class__.
class A:
    def f(self): return 'A'
class B(A):
    def f(self): return super().f() + 'B'
b = B()
b.__class__ = A; print(b.f())
try: B.f(b)
except TypeError as e: print(e)
class C(A):
    def f(self): del self; return super().f()
try: C().f()
except RuntimeError as e: print(e)
class D(A):
    def f(self): self = 5; return super().f()
try: D().f()
except TypeError as e: print(e)
class E(A):
    f = lambda self: super().f() + 'E'
    g = staticmethod(lambda: super().f())
print(E().f())
try: E.g()
except RuntimeError as e: print(e)
class F(A):
    def f(self): return [super().f() for _ in range(1)] if False else (lambda: __class__.__name__)()
print(F().f())
class M(type):
    def mro(cls): return [cls, A, object]
class G(metaclass=M): pass
print(G().f(), [c.__name__ for c in G.__mro__])
for mro in ([5], [], 5, [int]):
    try: type('M', (type,), {'mro': lambda c: mro})('H', (), {}); print('made')
    except TypeError as e: print('TypeError')
class I(A):
    super = lambda *a: type('S', (), {'f': lambda s: 'fake'})()
    def f(self): return super().f()
print(I().f())
s = super(B, B()); print(s.f(), s.__class__.__name__); s2 = super(B); print(s2.__get__(B()).f())
