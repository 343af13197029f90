# Weak references do not keep objects alive.
import weakref
class C:
    def __init__(self, n): self.n = n
    def __repr__(self): return f'C({self.n})'
c = C(1)
r = weakref.ref(c, lambda ref: print('callback', ref is r))
print(r(), r() is c, weakref.ref(c) is not r, weakref.getweakrefcount(c))
del c
print(r())
p = C(2); proxy = weakref.proxy(p); print(proxy.n); proxy.n = 3; print(p.n)
del p
try: proxy.n
except ReferenceError as e: print(e)
d = weakref.WeakValueDictionary(); v = C(4); d['k'] = v; print(len(d), d['k']); del v; print(len(d), 'k' in d)
k = weakref.WeakKeyDictionary(); key = C(5); k[key] = 'x'; print(list(k.values())); del key; print(len(k))
s = weakref.WeakSet(); m = C(6); s.add(m); print(len(s)); del m; print(len(s))
for bad in (5, 'x', [], (), None):
    try: weakref.ref(bad)
    except TypeError as e: print(e)
class S:
    __slots__ = ('__weakref__',)
print(weakref.ref(S()) is not None)
