# __slots__ fix the attributes of instances.
class P:
    __slots__ = ('x', 'y')
    def __init__(self, x): self.x = x
p = P(1)
print(p.x, hasattr(p, 'y'), hasattr(p, '__dict__'), P.x.__get__(p), type(P.x).__name__, P.__slots__)
p.y = 2; del p.x
for code in ('p.x', 'p.z = 1', 'del p.x', 'p.__dict__', 'p.zz'):
    try:
        exec(code)
    except AttributeError as error:
        print(error)
class Q(P):
    __slots__ = 'z'
q = Q(1); q.z = 3; q.y = 2
print(q.x, q.y, q.z)
class R(P): pass
r = R(1); r.anything = 5
print(r.__dict__, r.x)
class D:
    __slots__ = ('a', '__dict__')
d = D(); d.a = 1; d.b = 2
print(d.__dict__, d.a)
for code in ("class X:\n __slots__ = ('a',)\n a = 1", "class X(int):\n __slots__ = ('a',)\nX().a = 5\nprint(X().__class__)", "class X:\n __slots__ = ('1a',)", "class X:\n __slots__ = (5,)", "class X(tuple):\n __slots__ = ('a',)"):
    try:
        exec(code)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
