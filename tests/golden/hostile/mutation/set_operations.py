# Set operations with elements that change the sets.
a, b = set(), set()
class E:
    def __init__(self, n): self.n = n
    def __hash__(self): return 7
    def __eq__(self, o):
        a.discard(1); b.discard(2)
        return self.n == o.n if isinstance(o, E) else False
a.update([E(1), E(2), 1, 2, 3]); b.update([E(2), E(3), 2, 3])
for f in (lambda: a & b, lambda: a | b, lambda: a - b, lambda: a ^ b, lambda: a <= b, lambda: a == b, lambda: a.isdisjoint(b), lambda: a.update(b), lambda: a.difference_update(b)):
    try: f(); print('fine')
    except RuntimeError as e: print('RuntimeError')
x = {1, 2}; x |= x; x &= x; print(x); x -= x; print(x); x ^= x; x.update(x); y = {1}; y ^= y; print(y); z = {5}; z.symmetric_difference_update(z); print(z)
l = [1]; l.extend(l); l += l; l[:] = l; l[1:1] = l; print(l); d = {1: 2}; d.update(d); d |= d; print(d)
