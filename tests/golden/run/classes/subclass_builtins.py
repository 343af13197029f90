# Subclassing list, dict, str, tuple, set, float.
class L(list):
    def append(self, x): super().append(x * 2)
    def total(self): return sum(self)
class D(dict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
    def __getitem__(self, k): return super().__getitem__(k.upper())
class S(str):
    def shout(self): return self.upper() + '!'
class F(float):
    def __str__(self): return f'{float(self):.1f}F'
class T(tuple):
    @property
    def x(self): return self[0]
class U(set):
    def add(self, x): super().add(str(x))
l = L([1]); l.append(5); l.tag = 't'
print(l, l.total(), l.tag, l + [1], type(l + [1]).__name__, type(l[:]).__name__, l == [1, 10], isinstance(l, list), L('ab'), len(l), l.copy())
d = D(); d['a'] = 1; d.update(b=2)
print(d, d['A'], d['a'], d.get('a'), list(d))
s = S('hi'); print(s.shout(), s.upper(), type(s + '').__name__, s[0], hash(s) == hash('hi'), {s: 1}['hi'])
print(F(2.55), F(1) + 1, repr(F(1.5)), T([7, 8]).x, T([7, 8])[1])
u = U(); u.add(5); print(u, u | {1} if False else '')
class I(int):
    def __new__(cls, v, unit): self = super().__new__(cls, v); self.unit = unit; return self
i = I(5, 'kg'); print(i, i.unit, i + 1, i.__dict__)
class E(Exception):
    def __init__(self, code): super().__init__(f'code {code}'); self.code = code
try:
    raise E(7)
except E as error:
    print(error, error.code, error.args)
