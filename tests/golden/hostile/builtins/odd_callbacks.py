# Callbacks that change what is being worked on.
a = [1, 2, 3, 4]
print(list(map(lambda x: a.pop() if a else 0, a)), a)
b = [1, 2, 3]; print(list(filter(lambda x: b.append(x) if len(b) < 6 else True, b)), b)
c = [3, 1, 2]; print(min(c, key=lambda x: c.clear() or x), c)
d = [1, 2, 3]; print(sum((d.clear() or x for x in d), 0), d)
class R:
    def __init__(self, l): self.l = l
    def __radd__(self, o): self.l.clear(); return o
    def __str__(self): self.l.clear(); return 's'
    def __iter__(self): self.l.clear(); return iter('xy')
    def __index__(self): self.l.clear(); return 65
e = []; e.extend([R(e), 1, 2]); print(sum(e), e)
f = []; f.extend([1, R(f), 2])
try: print(''.join(str(x) for x in f), f)
except TypeError as x: print(x)
g = []; g.extend([R(g), 1]); print(bytes(g), g)
h = []; h.extend([R(h), 'zz'])
try: print(dict(h), h)
except (TypeError, ValueError, RuntimeError) as x: print(type(x).__name__)
i = [1, 2]; it = iter(i); print([*(i.append(x) or x for x in it if len(i) < 8)], len(i))
print([x for x in iter(lambda: i.pop(), 1)] if 1 in i else 'no', len(i))
j = {1: 'a'}; print({**j, **{j.clear() or 2: 'b'}}, j, [j.setdefault(k, k) for k in (1, 1)])
k = [[1], [2]]; [m.clear() for m in k]; print(k); l = [0]; l[0], l = 5, l; print(l)
