# Attributes, methods and instances.
class A:
    shared = []
    count = 0
    def __init__(self, v):
        self.v = v
        A.count += 1
    def get(self): return self.v
    def set(self, v): self.v = v; return self
a, b = A(1), A(2)
a.shared.append('x')
a.count = 99
print(a.get(), b.set(5).get(), b.shared, A.count, a.count, b.count, A.get(a), a.__class__ is A, a.__dict__)
print(A.__name__, A.__qualname__, A.__module__, A.__bases__, isinstance(a, A), a == a, a == b, a != b, type(a.get).__name__)
m = a.get
a.v = 'later'
print(m(), m.__self__ is a, m.__func__ is A.get, a.get == a.get, a.get is a.get, hash(a.get) == hash(a.get))
A.new = lambda self: ('new', self.v)
print(a.new())
del a.v
try:
    a.get()
except AttributeError as error:
    print(error, error.name, error.obj is a)
