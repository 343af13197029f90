import copy
class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
a = [1, [2, 3]]
b = copy.copy(a); b.append(4); b[1].append(9)
print(a, b)
p = P([1]); q = copy.copy(p); q.x.append(2)
print(p.x, p is q, p == q)
print(copy.copy((1, 2)), copy.copy({1: 2}), copy.copy({1}), copy.copy(bytearray(b"x")), copy.copy(print) is print)
class C:
    def __copy__(self): return "copied"
print(copy.copy(C()))
class S:
    __slots__ = ("a", "b")
s = S(); s.a = 1
t = copy.copy(s); print(t.a, hasattr(t, "b"))
class L(list): pass
l = L([1, 2]); l.tag = "t"; m = copy.copy(l); print(m, m.tag, type(m).__name__)
