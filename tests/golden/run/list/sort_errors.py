# An exception in a comparison leaves the list with its items.
class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        if self.v == 3 or o.v == 3:
            raise ValueError('three')
        return self.v < o.v
a = [K(v) for v in (5, 1, 3, 2)]
try:
    a.sort()
except ValueError as error:
    print(error, sorted(k.v for k in a), len(a))
b = [3, 1, 2]
def key(x):
    if x == 2:
        raise KeyError(x)
    return x
try:
    b.sort(key=key)
except KeyError as error:
    print(repr(error), b)
class OnlyGt:
    def __init__(self, v): self.v = v
    def __gt__(self, o): return self.v > o.v
print([x.v for x in sorted([OnlyGt(2), OnlyGt(1), OnlyGt(3)])])
