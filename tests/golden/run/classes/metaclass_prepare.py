# __prepare__ gives the namespace, metaclass conflicts.
class Recorder(dict):
    def __init__(self): self.order = []
    def __setitem__(self, k, v):
        self.order.append(k)
        super().__setitem__(k, v)
class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print('prepare', name, kw)
        return Recorder()
    def __new__(mcls, name, bases, ns, **kw):
        cls = super().__new__(mcls, name, bases, dict(ns))
        cls.order = [k for k in ns.order if not k.startswith('__')]
        return cls
class A(metaclass=Meta, x=1):
    b = 1
    a = 2
    def m(self): pass
    b = 3
print(A.order, A.b)
class M1(type): pass
class M2(type): pass
class X(metaclass=M1): pass
class Y(metaclass=M2): pass
try:
    class Z(X, Y): pass
except TypeError as error:
    print(error)
class M3(M1, M2): pass
class W(X, Y, metaclass=M3): pass
print(type(W).__name__)
def function_meta(name, bases, ns): return name, bases, sorted(k for k in ns if not k.startswith('_'))
class F(metaclass=function_meta): q = 1
print(F)
class N(metaclass=lambda *a: 5): pass
print(N)
