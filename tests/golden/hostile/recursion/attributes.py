# Recursion through attribute hooks and descriptors.
class A:
    def __getattr__(self, n): return getattr(self, n)
class B:
    def __getattribute__(self, n): return getattr(self, n)
class C:
    def __setattr__(self, n, v): setattr(self, n, v)
class D:
    def __delattr__(self, n): delattr(self, n)
class E:
    @property
    def x(self): return self.x
class F:
    class G:
        def __get__(self, o, c): return o.y
    y = G()
class M(type):
    def __getattr__(cls, n): return getattr(cls, n)
class H(metaclass=M): pass
class I:
    def __init__(self): self.__init__()
class J:
    def __new__(cls): return cls()
class K:
    def __init__(self): K()
class L:
    def __init__(self): self.inner = None
    def __getattr__(self, n): return getattr(self.inner_missing, n)
for f in (lambda: A().q, lambda: B().q, lambda: setattr(C(), 'q', 1), lambda: D().__delattr__('q'), lambda: E().x, lambda: F().y, lambda: H.q, I, J, K, lambda: L().z, lambda: isinstance(A(), int), lambda: hasattr(A(), 'q')):
    try: f(); print('no error')
    except RecursionError: print('RecursionError')
