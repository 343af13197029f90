# Operators and updates of sets and dicts, also with themselves and with what changes under their feet.
a, b = {1, 2, 3, "x"}, {2, 3, 4.0, "y"}
fa = frozenset(a)


def show(s):
    print(type(s).__name__, sorted(map(str, s)))


for s in (a | b, a & b, a - b, a ^ b, fa | b, fa & b, fa - b, fa ^ b, b - fa, a & a, a - a, a ^ a, a | a):
    show(s)
for name in ("update", "difference_update", "intersection_update", "symmetric_difference_update"):
    s = set(a)
    getattr(s, name)(s)
    show(s)
    s = set(a)
    getattr(s, name)([2, "x", 9, 9])
    show(s)
    s = set(a)
    getattr(s, name)({2: 0, "q": 1})
    show(s)
s = set(range(5))
s ^= s
show(s)
s |= set("ab")
s -= s
show(s)
show(set(range(3)).difference([1], {2}))
show(set(range(3)).union([7], "ab"))
show(set(range(9)).intersection([1, 2, 3, 3], {2: 0, 3: 0}))
print(a.isdisjoint(a), a.isdisjoint({9}), {1, 2} < {1, 2, 3}, {1, 2} <= {1, 2}, {1, 2} > {1}, {1} == {1.0}, {1} != {2})


class Grow:
    target = None

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if Grow.target is not None:
            Grow.target.add(object())
        return self is other


Grow.target = source = {Grow(1), 1.5}
try:
    {Grow(2)}.update(source)
    print("no error")
except RuntimeError as error:
    print(error)
Grow.target = None
d = {"a": 1, "b": 2}
e = {**d}
e["c"] = 3
f = {"z": 0, **d, **e, "a": 9}
print(d, e, f, {**{}, **d} == d, {**f} is f)
d.update(d)
d.update(e, q=7)
d |= {"m": 5}
print(d, d | {"a": 0}, dict(d, a=5), dict(e))
e.update([("k", 1), ("c", 0)])
print(e, list({**e}.items()))
g = dict.fromkeys(range(40), 0)
del g[3], g[39]
h = dict(g)
h[3] = 1
print(len(g), len(h), list(h)[-1], 3 in g, g == h, {**g} == g)
print(max([3, 1, 3.0]), min([3, 1, True]), max([1, 2**70]), min("b", "a"), max([(1, 2), (1, 3)]), max([], default=5), max(5, 2, 7.5), min([2.0, 2]), max([2, 2.0]))
print(max([1, float("nan"), 3]), min([1, -1, -1.0]), max("abc", key=ord), min([[2], [1]]))
print(tuple([1, "a", None]), tuple([]), tuple([[]]), tuple(range(3)), tuple("ab"))
