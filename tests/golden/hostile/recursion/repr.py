# Recursion through __repr__ and __str__.
class A:
    def __init__(self): self.me = self
    def __repr__(self): return 'A(%r)' % self.me
class B:
    def __str__(self): return str(self)
class C:
    def __repr__(self): return repr([self])
class D:
    def __format__(self, s): return format(self, s)
for f in (lambda: repr(A()), lambda: str(B()), lambda: repr(C()), lambda: f'{D()}', lambda: '%s' % B(), lambda: print(A()), lambda: [A()].__repr__(), lambda: '{}'.format(B())):
    try: f(); print('no error')
    except RecursionError: print('RecursionError')
