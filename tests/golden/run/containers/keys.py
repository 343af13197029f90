# Look-ups by keys of all kinds, equal keys of different types, collisions, removal and reuse, membership.
d = {1: "int", "a": "str", 2.5: "float", None: "none", (1, 2): "tuple", -1: "minus", 10**20: "big", frozenset([1]): "fs"}
for key in [1, 1.0, True, "a", 2.5, None, (1, 2), (1.0, True + 1), -1, -1.0, -2, 10**20, 1e20, frozenset([1]), {1} and 7]:
    print(repr(key), d.get(key), key in d)
d[True] = "bool"
d[1.0] = "one"
print(d[1], len(d), list(d)[0])
e = {}
for i in range(-50, 50):
    e[i] = i
for i in range(-50, 50, 3):
    del e[i]
print([i in e for i in (-50, -49, 0, 1, 49)], len(e), sum(e), sum(e.values()))
for i in range(1000):
    e[i] = i
    e.pop(i - 10, None)
print(sorted(e)[:3], len(e))
stride = {i * 2**40: i for i in range(100)}
print(all(stride[i * 2**40] == i for i in range(100)), 2**40 + 1 in stride, 5 in stride)


class Same:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return isinstance(other, Same) and self.name == other.name


f = {Same("a"): 1, 7: "seven", Same("b"): 2}
print(f[Same("a")], f[Same("b")], f[7], f.get(Same("c")), Same("c") in f, 7 in f, len(f))
del f[Same("a")]
print(f.get(Same("a")), f[Same("b")], 7.0 in f)


class Text(str):
    def __hash__(self):
        return hash("abc")

    def __eq__(self, other):
        return other == "xyz"


g = {"abc": 1}
print(g.get(Text("abc")), g.get("abc"), Text("q") in {"abc": 0})


class Default(dict):
    def __missing__(self, key):
        return "missing " + str(key)


h = Default(a=1)
print(h["a"], h["b"], h[5], "b" in h)
for bad in [lambda: {}[1], lambda: {}["k"], lambda: {}[(1, 2)], lambda: {[]: 1}, lambda: [] in {}, lambda: {1: 2}[{}]]:
    try:
        bad()
    except (KeyError, TypeError) as error:
        print(type(error).__name__, error)
s = set()
for turn in range(3):
    for i in range(12):
        s.add(i)
    for i in reversed(range(12)):
        s.remove(i)
    print(len(s), 5 in s)
s |= {"x", 1, (1, "y")}
print("x" in s, 1.0 in s, (1, "y") in s, (1, "z") in s, "y" not in s, {1} in [{1}], 3 in (1, 2, 3.0), "b" in "abc", 2 in range(3))
fs = frozenset(range(5))
print(3 in fs, 7 in fs, fs in {fs}, not (3 in fs), [x for x in range(7) if x in fs], [x for x in range(7) if x not in fs])
nan = float("nan")
print(nan in [nan], nan in (nan,))
lst = [1, "a", None]
print(1.0 in lst, True in lst, "a" in lst, None in lst, 2 in lst, "b" not in lst)
if 1 in d and "a" in d:
    print("both")
while 5 in e or 999 in e:
    e.clear()
x = 3
x = x in {3}
print(x)
