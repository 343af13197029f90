import weakref
class C:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"C{self.n}"
a, b = C(1), C(2)
v = weakref.WeakValueDictionary({"a": a, "b": b})
print(sorted(v.keys()), len(v), v["a"], v.get("zz"), "b" in v, sorted(map(repr, v.values())))
del a
print(dict(v), len(v))
try: v["a"]
except KeyError as e: print(repr(e))
print(v.pop("b"), len(v), v.setdefault("c", b))
k = weakref.WeakKeyDictionary()
x, y = C(3), C(4)
k[x] = "three"; k[y] = "four"
print(len(k), k[x], sorted(k.values()), x in k)
del x
print(dict(k), k.get(y))
s = weakref.WeakSet([b, y])
print(len(s), b in s, sorted(map(repr, s)))
del b
v.clear()
print(len(s), s == weakref.WeakSet([y]), list(s | {y}))
