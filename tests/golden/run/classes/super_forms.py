# Super() with and without arguments, in every kind of method.
class A:
    def m(self): return 'A.m'
    @classmethod
    def c(cls): return 'A.c ' + cls.__name__
    @staticmethod
    def s(): return 'A.s'
    @property
    def p(self): return 'A.p'
    attr = 'A.attr'
class B(A):
    attr = 'B.attr'
    def m(self): return 'B ' + super().m() + ' ' + super(B, self).m()
    @classmethod
    def c(cls): return 'B ' + super().c()
    @staticmethod
    def s(): return 'B ' + super(B, B).s()
    @property
    def p(self): return 'B ' + super().p
    def a(self): return super().attr
    def nested(self):
        return [super(B, self).m() for _ in range(1)], (lambda: super(B, self).attr)()
b = B()
print(b.m(), b.c(), B.c(), b.s(), b.p, b.a(), b.nested())
print(super(B, b).m(), type(super(B, b)).__name__, super(B, b).__self__ is b, super(B, b).__thisclass__)
for code in ('super()', 'super(A, 5)', 'super(5)', 'super(B, A())', 'super(B, b).nope'):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
def free():
    return super()
try:
    free()
except RuntimeError as error:
    print(error)
