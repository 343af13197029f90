# Classmethod and staticmethod.
class A:
    n = 0
    @classmethod
    def make(cls, *a): cls.n += 1; return cls, a
    @staticmethod
    def add(a, b): return a + b
    alt = classmethod(lambda cls: cls.__name__)
    st = staticmethod(len)
class B(A): pass
print(A.make(1), B.make(2), B().make(), A.n, B.n, A.add(1, 2), B().add(3, 4), B.alt(), A.st('abc'), A().st([]))
print(type(A.__dict__['make']).__name__, type(A.__dict__['add']).__name__, A.make.__self__ is A, B.make.__self__ is B, A.add is A().add, A.__dict__['make'].__func__.__name__)
s = staticmethod(lambda: 'called directly')
print(s())
class Num:
    def __init__(self, v): self.v = v
    @classmethod
    def parse(cls, text): return cls(int(text))
class Sub(Num): pass
print(type(Sub.parse('5')).__name__, Sub.parse('6').v)
