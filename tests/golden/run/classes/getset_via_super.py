# Super with properties and setattr.
class A:
    def __init__(self): self._v = 1
    @property
    def v(self): return self._v
    @v.setter
    def v(self, x): self._v = x
class B(A):
    @property
    def v(self): return super().v * 10
    @v.setter
    def v(self, x): A.v.fset(self, x + 1)
b = B(); b.v = 5
print(b.v, b._v)
class C(B):
    def __setattr__(self, n, v): print('set', n); super().__setattr__(n, v)
    def __getattribute__(self, n): return super().__getattribute__(n)
c = C(); c.v = 1; print(c.v)
class D:
    x = 1
class E(D):
    x = 2
    def up(self): return super().x
print(E().up(), super(E, E).x)
try:
    class F(D):
        def set(self): super().x = 5
    F().set()
except AttributeError as error:
    print(error)
