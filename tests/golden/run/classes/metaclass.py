# Metaclasses make classes.
class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        print('new', name, [b.__name__ for b in bases], kw)
        ns['added'] = 'by meta'
        return super().__new__(mcls, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print('init', name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *args):
        print('call', cls.__name__, args)
        return super().__call__(*args)
    def hello(cls): return 'hello from ' + cls.__name__
    @property
    def prop(cls): return 'meta property'
    def __len__(cls): return 42
    def __getitem__(cls, i): return i * 2
    def __iter__(cls): return iter('xyz')
    def __contains__(cls, x): return x == 'in'
    def __repr__(cls): return f'<<{cls.__name__}>>'
class A(metaclass=Meta, option=1):
    def __init__(self, v): self.v = v
class B(A): pass
print(A(5).v, A.added, B.hello(), A.prop, len(A), A[4], list(A), 'in' in A, A, type(B), type(B) is Meta, [A])
try:
    A(1).hello()
except AttributeError as error:
    print(error)
