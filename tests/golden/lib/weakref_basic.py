import weakref
class C:
    def __init__(self, n): self.n = n
    def m(self): return self.n
    def __repr__(self): return f"C{self.n}"
c = C(1)
r = weakref.ref(c, lambda x: print("gone"))
print(r(), r() is c, weakref.getweakrefcount(c), r == weakref.ref(c), weakref.getweakrefs(c)[0] is r or True)
p = weakref.proxy(c); print(p.n, p.m())
del c
print(r())
try: p.n
except ReferenceError as e: print(e)
try: weakref.ref(3)
except TypeError as e: print(e)
d = C(2)
wm = weakref.WeakMethod(d.m, lambda x: print("method gone"))
print(wm()(), weakref.WeakMethod(d.m) == wm)
del d
print(wm())
