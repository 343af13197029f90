# A list changed during its own sort.
def case(change):
    a = [3, 1, 2]
    def key(x): change(a); return x
    try: a.sort(key=key); print('sorted', a)
    except ValueError as e: print(e, sorted(a))
case(lambda a: a.append(9)); case(lambda a: None); case(lambda a: a.clear()); case(lambda a: len(a)); case(lambda a: a.extend([1, 2]))
b = [3, 1, 2]
seen = []
b.sort(key=lambda x: seen.append(len(b)) or x); print(seen, b)
class Lt:
    def __init__(self, v, l): self.v, self.l = v, l
    def __lt__(self, o): self.l.append(1); return self.v < o.v
c = []; c.extend(Lt(v, c) for v in (3, 1, 2))
try: c.sort()
except ValueError as e: print(e, [x.v for x in c])
d = [2, 1]
def again(x): d.sort(); return x
try: d.sort(key=again); print(d)
except ValueError as e: print(e)
print(sorted([3, 1, 2], key=lambda x: b.clear() or x), b)
