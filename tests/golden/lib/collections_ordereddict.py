from collections import OrderedDict
d = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
d.move_to_end("a")
print(d)
d.move_to_end("c", last=False)
print(list(d), d.popitem(), d.popitem(last=False), d)
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1})
print(OrderedDict(), OrderedDict.fromkeys("xy", 0), list(reversed(OrderedDict(a=1, b=2))))
try:
    OrderedDict().popitem()
except KeyError as e:
    print(e)
try:
    d.move_to_end("zz")
except KeyError as e:
    print(repr(e))
e = OrderedDict(x=1) | {"y": 2}
print(e, e.pop("x"), e.pop("q", None), e.setdefault("r", 9), e.copy())
class LRU(OrderedDict):
    def __init__(self, size):
        super().__init__()
        self.size = size
    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self.size:
            del self[next(iter(self))]
lru = LRU(2)
for k in "abac":
    lru[k] = k.upper()
print(lru)
