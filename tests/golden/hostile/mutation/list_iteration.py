# Lists changed while they are iterated, sliced, joined.
a = [1, 2, 3, 4]
for x in a:
    if len(a) < 10: a.extend(a[:2])
print(len(a))
b = list(range(10))
for x in b: b.clear()
print(b)
c = [3, 2, 1]
for x in c: c.sort()
print(c)
d = [1, 2, 3]
print([d.pop() for x in d], d)
e = [0]
print([e.append(x + 1) or x for x in e if len(e) < 5], e)
class Evil:
    def __init__(self, l): self.l = l
    def __eq__(self, o): self.l.clear(); return False
    def __repr__(self): self.l.clear(); return 'evil'
    def __str__(self): return 'E'
l = []; l.extend([Evil(l), 1, 2]); print(5 in l, l)
l.extend([1, Evil(l), 2]); print(l.count(7), l)
l.extend([Evil(l), Evil(l), 3])
try: print(l.index(9))
except ValueError as x: print(x)
l.extend([Evil(l), 1, 2]); print(repr(l), l)
l.extend([1, Evil(l)]); print(l == [1, 2, 3], l)
l.extend([Evil(l), 5])
try: l.remove(5)
except ValueError as x: print(x, l)
it = iter(a := [1, 2]); next(it); next(it); a.append(3); print(next(it)); print(next(it, 'end')); a.append(4); print(next(it, 'end'))
