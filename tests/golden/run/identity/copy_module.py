# Shallow and deep copies.
import copy
class C:
    def __init__(self, v): self.v = v
class K:
    def __copy__(self): return 'shallow'
    def __deepcopy__(self, memo): return 'deep'
a = [1, [2, 3], {'k': [4]}]
s, d = copy.copy(a), copy.deepcopy(a)
a[1].append(9); print(s, d, s[1] is a[1], d[1] is a[1])
c = C([1]); c2, c3 = copy.copy(c), copy.deepcopy(c); c.v.append(2); print(c2.v, c3.v, type(c3).__name__)
print(copy.copy(K()), copy.deepcopy([K()]))
l = [1]; l.append(l); m = copy.deepcopy(l); print(m[1] is m, m is not l)
sh = [1]; p = copy.deepcopy([sh, sh]); print(p[0] is p[1])
print(copy.copy((1, 2)), copy.deepcopy({'a': {1}}), copy.copy('x'), copy.deepcopy(len) is len, copy.copy(C) is C)
