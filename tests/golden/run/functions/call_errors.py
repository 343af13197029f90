# What a wrong call says, word for word.
def f(a, b, c=1): pass
def g(a, *, k, m): pass
def h(a, b, /): pass
def n(): pass
def o(a=1): pass
def k1(*, only): pass
def st(*args): pass
class C:
    def m(self, x): pass
    @classmethod
    def cm(cls): pass
    def __init__(self, v=0): pass
for call in ('f()', 'f(1)', 'f(1, 2, 3, 4)', 'f(1, 2, b=3)', 'f(1, 2, z=3)', 'f(a=1)', 'g(1)', 'g(1, k=1)', 'g(1, 2, k=1, m=2)', 'g()', 'h(1, b=2)', 'h(a=1, b=2)', 'h(1)', 'n(1)', 'n(x=1)', 'o(1, 2)', 'k1()', 'k1(1)', 'k1(1, only=2)', 'st(x=1)', 'C().m()', 'C().m(1, 2)', 'C.m()', 'C.cm(1)', 'C(1, 2)', 'C(x=1)', '(lambda x: x)()', '(lambda: 0)(1)', 'f(*5)', 'f(**5)', 'f(**{1: 2})', "f(1, 2, **{'a': 3})", 'f(1, *[2], c=3, **{"c": 4})', '(lambda: 5)()()', '(lambda: None)()()', 'C.nope()', 'f(1, 2, ca=3)'):
    try:
        eval(call)
    except Exception as error:
        print(call, '|', type(error).__name__ + ':', error)
