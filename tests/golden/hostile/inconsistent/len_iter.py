# __len__, __iter__ and __getitem__ that disagree.
class Liar:
    def __init__(self, n, items): self.n, self.items = n, items
    def __len__(self): return self.n
    def __iter__(self): return iter(self.items)
for n in (0, 1, 5, 1000): print(list(Liar(n, 'abc')), tuple(Liar(n, 'ab')), [*Liar(n, 'a')], bool(Liar(n, 'x')))
class Hint:
    def __init__(self, h): self.h = h
    def __iter__(self): return iter([1, 2])
    def __length_hint__(self):
        if isinstance(self.h, Exception): raise self.h
        return self.h
for h in (0, 1, 100, NotImplemented, -1, 'x', TypeError('t'), ValueError('v')):
    try: print(h, list(Hint(h)))
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
class Neg:
    def __len__(self): return -5
    def __getitem__(self, i): return i
for f in (len, bool, lambda x: x[-1], lambda x: list(zip(x, range(2))), lambda x: list(reversed(x))):
    try: print(f(Neg()))
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
class Keys:
    def keys(self): return ['a', 'b']
    def __getitem__(self, k): raise KeyError(k)
for f in (dict, lambda k: {}.update(k), lambda k: {**k}):
    try: f(Keys())
    except KeyError as e: print(repr(e))
