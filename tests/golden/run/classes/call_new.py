# __call__, __new__ and __init__.
class C:
    def __new__(cls, *a, **k):
        print('new', cls.__name__, a, k)
        return super().__new__(cls)
    def __init__(self, *a, **k): print('init', a, k)
    def __call__(self, *a, **k): return ('called', a, k)
print(C(1, k=2)(3, z=4))
class Other:
    def __new__(cls): return 5
    def __init__(self): print('not run')
print(Other())
class Single:
    one = None
    def __new__(cls, *a):
        if cls.one is None: cls.one = object.__new__(cls)
        return cls.one
    def __init__(self, v): self.v = v
a, b = Single(1), Single(2)
print(a is b, a.v)
class BadInit:
    def __init__(self): return 5
class Plain: pass
class WithInit:
    def __init__(self, a): pass
class WithNew:
    def __new__(cls, a): return object.__new__(cls)
for code in ('BadInit()', 'Plain(1)', 'WithInit()', 'WithNew()', 'object(1)', 'object.__new__(5)', 'object.__new__(int)', 'int.__new__(str)', 'WithNew(1)', 'Plain(x=1)', 'object.__new__()'):
    try:
        print(type(eval(code)).__name__)
    except TypeError as error:
        print(error)
