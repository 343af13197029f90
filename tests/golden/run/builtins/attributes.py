# Getattr, setattr, hasattr, delattr, dir, vars.
class A:
    x = 1
    def m(self): pass
a = A()
setattr(a, 'y', 2)
print(getattr(a, 'x'), getattr(a, 'y'), getattr(a, 'z', 'default'), hasattr(a, 'y'), hasattr(a, 'q'), vars(a), a.__dict__, [n for n in dir(a) if not n.startswith('__')], [n for n in dir(A) if not n.startswith('_')])
delattr(a, 'y')
print(vars(a), callable(a.m), callable(5), callable(A), callable(len))
setattr(a, 'not an identifier', 5)
print(getattr(a, 'not an identifier'), vars(a))
class D:
    def __dir__(self): return ['z', 'a']
print(dir(D()), sorted(x for x in dir() if not x.startswith('_')))
for code in ("getattr(a, 'nope')", "delattr(a, 'nope')", "getattr(a, 5)", "setattr(a, 5, 1)", 'vars(5)', "setattr(5, 'x', 1)", 'hasattr(a, 5)', "setattr(int, 'x', 1)", "getattr(a)", "vars(len)", "A.nope", "A.x.nope", "None.foo", "delattr(A, 'nope')", "(5).real.foo"):
    try:
        eval(code)
    except Exception as error:
        print(code, '|', type(error).__name__, error)
