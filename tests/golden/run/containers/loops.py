# Loops over the built-in iterators, pairs unpacked at once, and what may go wrong in between.
for i, x in enumerate("ab"):
    print(i, x)
for i, x in enumerate([10, 20], 2**63 - 2):
    print(i, x)
for i, x in enumerate(iter([1, 2]), -1):
    print(i, x)
for pair in enumerate((5, 6)):
    print(pair)
for a, b in zip([1, 2, 3], (4, 5)):
    print(a, b)
for a, b in zip(range(5), "xyz"):
    print(a, b)
for a, b, c in zip([1, 2], [3, 4], [5, 6]):
    print(a, b, c)
print([a + b for a, b in zip([1, 2], [10, 20])], [p for p in zip([1], [2])])
it = iter([1, 2, 3, 4, 5])
print([(a, b) for a, b in zip(it, it)], list(it))
it = iter(range(3))
for a, b in zip(it, [7]):
    print(a, b)
print(list(it))


def gen():
    yield 1
    yield 2
    raise KeyError("gen")


try:
    for a, b in zip([10, 20, 30], gen()):
        print(a, b)
except KeyError as error:
    print("raised", error, a, b)
try:
    for a, b in zip([1, 2], [1], strict=True):
        print(a, b)
except ValueError as error:
    print(error)


class Count(enumerate):
    def __next__(self):
        number, item = super().__next__()
        return number * 100, item


class Zip(zip):
    def __next__(self):
        return super().__next__()[::-1]


print([(a, b) for a, b in Count("ab")], [(a, b) for a, b in Zip("ab", "cd")])
print(list(Count("xy")), list(Zip([1], [2])), isinstance(Count(""), enumerate), type(zip()).__name__)

d = {"a": 1, "b": 2, "c": 3}
for key in d:
    print(key, end=" ")
for value in d.values():
    print(value, end=" ")
for key, value in d.items():
    print(key, value, end=" ")
for item in d.items():
    print(item, end=" ")
print([k for k in reversed(d)], [v for k, v in reversed(d.items())])
del d["a"]
d["z"] = 26
print([k for k in d], [(k, v) for k, v in d.items()])
try:
    for key in d:
        d[key + key] = 0
except RuntimeError as error:
    print(error)
try:
    for key, value in d.items():
        del d[key]
except RuntimeError as error:
    print(error)
for key in list(d):
    d[key] = None
for key, value in d.items():
    d[key] = 1
print(d)
try:
    s = {1, 2}
    for x in s:
        s.add(x + 10)
except RuntimeError as error:
    print(error)
items = [1, 2, 3]
for x in items:
    if x < 6:
        items.append(x + 3)
print(items)
for x in items:
    items.clear()
print(x, items)
it = iter([1])
for x in it:
    pass
print(list(it), next(it, "end"))
l = [1]
it = iter(l)
for x in it:
    pass
l.append(2)
print(list(it))


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


for i, x in enumerate([Noisy("p"), Noisy("q")]):
    print(i)
del x
for a, b in zip([Noisy("r"), Noisy("s")], [Noisy("t"), 1]):
    print("turn")
a = b = None
for i, i in enumerate("xy"):
    print(i)
a = [1, 2]
a, b = a
print(a, b)
x = (1, (2, 3))
x, (x, y) = x
print(x, y)
for bad in [(1,), (1, 2, 3), [], 5, "abc", {1: 2}]:
    try:
        p, q = bad
        print(p, q)
    except (ValueError, TypeError) as error:
        print(error)
for i, x in [(1, 2), [3, 4], "ab", {5: 6, 7: 8}]:
    print(i, x)
try:
    for i, x in [(1, 2), (3,)]:
        print(i, x)
except ValueError as error:
    print(error)
