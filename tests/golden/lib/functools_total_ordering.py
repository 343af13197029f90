from functools import total_ordering, cmp_to_key
@total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n if isinstance(o, V) else NotImplemented
    def __lt__(self, o): return self.n < o.n if isinstance(o, V) else NotImplemented
print(V(1) <= V(1), V(1) > V(0), V(2) >= V(3), V(1) < V(2))
try:
    V(1) >= 3
except TypeError as e:
    print(e)
@total_ordering
class G:
    def __init__(self, n): self.n = n
    def __ge__(self, o): return self.n >= o.n
    def __eq__(self, o): return self.n == o.n
print(G(1) < G(2), G(2) <= G(2), G(3) > G(2))
try:
    @total_ordering
    class Bad: pass
except ValueError as e:
    print(e)
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), min("bca", key=cmp_to_key(lambda a, b: (a > b) - (a < b))))
