from collections import defaultdict
d = defaultdict(list)
for word in "the cat sat on the mat".split():
    d[len(word)].append(word)
print(d, dict(d), d.default_factory)
n = defaultdict(int, a=1)
n["b"] += 2
print(n, n.get("zz"), "zz" in n)
try:
    defaultdict(None)["x"]
except KeyError as e:
    print(repr(e))
try:
    defaultdict(3)
except TypeError as e:
    print(e)
print(n | {"c": 3}, n.copy() == n)
