# Tuple subclasses and namedtuple.
from collections import namedtuple
P = namedtuple('P', 'x y z', defaults=[0])
p = P(1, y=2)
print(p, p.x, p[2], p._fields, p._asdict(), p._replace(x=9), P._make([4, 5, 6]), p == (1, 2, 0), P.__name__, p._field_defaults)
x, y, z = p
print(x + y + z, isinstance(p, tuple), len(p), hash(p) == hash((1, 2, 0)), [*p], sorted([P(2, 1), P(1, 5)]))
class T(tuple):
    def __new__(cls, *items):
        return super().__new__(cls, items)
    def __getitem__(self, i):
        return super().__getitem__(i - 1)
t = T(10, 20)
print(t, t[1], list(t), len(t), type(t + (1,)).__name__, type(t[0:1]).__name__ if False else '')
for code in ('P(1)', 'P(1, 2, 3, 4)', "P(1, 2, w=3)", 'p._replace(q=1)', "namedtuple('Q', 'class')", "namedtuple('Q', 'a a')"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
try:
    p.x = 1
except AttributeError as error:
    print(error)
