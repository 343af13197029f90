# Recursion through __eq__, __lt__, __hash__, __bool__, __len__.
class A:
    def __eq__(self, o): return self == o
    def __lt__(self, o): return self < o
    def __hash__(self): return hash(self)
    def __bool__(self): return bool(self)
    def __len__(self): return len(self)
    def __iter__(self): return iter(self)
    def __next__(self): return next(self)
    def __contains__(self, x): return x in self
    def __getitem__(self, i): return self[i]
    def __setitem__(self, i, v): self[i] = v
    def __call__(self): return self()
    def __add__(self, o): return self + o
    def __iadd__(self, o): self += o
    def __neg__(self): return -self
    def __int__(self): return int(self)
    def __index__(self): return [1][self]
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
    def __del__(self): pass
def enter(a):
    with a: pass
a, b = A(), A()
for f in (lambda: a == b, lambda: a < b, lambda: hash(a), lambda: bool(a), lambda: len(a), lambda: iter(a), lambda: next(a), lambda: 1 in a, lambda: a[0], lambda: a.__setitem__(0, 1), lambda: a(), lambda: a + 1, lambda: a.__iadd__(1), lambda: -a, lambda: int(a), lambda: [1][a], lambda: enter(a), lambda: {a: 1}, lambda: {a}, lambda: [b] == [a], lambda: a in [b], lambda: sorted([a, b]), lambda: max(a, b), lambda: not a, lambda: list(a), lambda: [*a]):
    try: f(); print('no error')
    except RecursionError: print('RecursionError', end=' ')
print()
