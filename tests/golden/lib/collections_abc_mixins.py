from collections.abc import MutableMapping, Sequence, MutableSet, MutableSequence
class D(MutableMapping):
    def __init__(self, *a, **k):
        self.d = {}
        self.update(*a, **k)
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
d = D({"a": 1}, b=2)
print(list(d.items()), d.pop("a"), d.setdefault("c", 3), d.get("z"), d.popitem(), d == {"c": 3}, sorted(d.keys()), "c" in d, list(d.values()))
class R(Sequence):
    def __getitem__(self, i):
        if not 0 <= i < 4: raise IndexError(i)
        return i * i
    def __len__(self): return 4
r = R()
print(list(r), list(reversed(r)), 9 in r, r.index(4), r.count(1))
class S(MutableSet):
    def __init__(self, it=()): self.s = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self.s
    def __iter__(self): return iter(self.s)
    def __len__(self): return len(self.s)
    def add(self, x):
        if x not in self.s: self.s.append(x)
    def discard(self, x):
        if x in self.s: self.s.remove(x)
s = S([1, 2, 3])
print(list(s & {2, 3, 4}), list(s | [9]), list(s - {1}), list(s ^ {3, 4}), s <= {1, 2, 3}, s.isdisjoint([7]), s == {3, 2, 1})
s |= {5}; s -= {1}; s.remove(2); print(list(s), s.pop())
try:
    s.remove("q")
except KeyError as e:
    print(repr(e))
class L(MutableSequence):
    def __init__(self): self.l = []
    def __getitem__(self, i): return self.l[i]
    def __setitem__(self, i, v): self.l[i] = v
    def __delitem__(self, i): del self.l[i]
    def __len__(self): return len(self.l)
    def insert(self, i, v): self.l.insert(i, v)
l = L(); l.append(1); l.extend([2, 3]); l += [4]; l.reverse(); print(list(l), l.pop(), l.remove(3), list(l)); l.clear(); print(len(l))
