# An exception in any special method comes out unchanged.
class Boom(Exception): pass
def boom(*a, **k): raise Boom
names = '''repr str bytes format hash bool len iter next contains getitem setitem delitem reversed call enter add radd iadd sub mul truediv floordiv mod divmod pow lshift and or xor matmul neg pos abs invert
int float complex index round trunc floor ceil lt le eq ne gt ge getattr getattribute setattr delattr dir'''.split()
X = type('X', (), {f'__{n}__': boom for n in names if n != 'getattribute'} | {'__exit__': lambda *a: None})
import math, operator
def with_(x):
    with x: pass
uses = [repr, str, bytes, format, hash, bool, len, iter, next, lambda x: 1 in x, lambda x: x[0], lambda x: operator.setitem(x, 0, 1), lambda x: operator.delitem(x, 0), reversed, lambda x: x(), with_, lambda x: x + 1, lambda x: 1 + x, lambda x: operator.iadd(x, 1), lambda x: x - 1, lambda x: x * 1, lambda x: x / 1, lambda x: x // 1, lambda x: x % 1, lambda x: divmod(x, 1), lambda x: x ** 1, lambda x: x << 1, lambda x: x & 1, lambda x: x | 1, lambda x: x ^ 1, lambda x: x @ 1, lambda x: -x, lambda x: +x, abs, lambda x: ~x, int, float, complex, operator.index, round, math.trunc, math.floor, math.ceil, lambda x: x < 1, lambda x: x <= 1, lambda x: x == 1, lambda x: x != 1, lambda x: x > 1, lambda x: x >= 1, lambda x: x.q, lambda x: setattr(x, 'q', 1), lambda x: delattr(x, 'q'), dir,
        lambda x: [x] == [1], lambda x: sorted([x, x]), lambda x: {x: 1}, lambda x: {x}, lambda x: x in [1], lambda x: [1].index(x), lambda x: max(x, 1), lambda x: sum([x]), lambda x: print(x), lambda x: f'{x}', lambda x: '%s' % x, lambda x: list(x), lambda x: [*x], lambda x: dict([(x, 1)]), lambda x: 'a' * x, lambda x: [1][x], lambda x: range(x), lambda x: 1 if x else 2, lambda x: x and 1, lambda x: not x, lambda x: isinstance(x, int), lambda x: hasattr(x, 'q'), lambda x: getattr(x, 'q', 1), lambda x: str([x]), lambda x: ''.join(x), lambda x: max([x, x], key=lambda y: y), lambda x: any([x]), lambda x: filter(None, [x]).__next__(), lambda x: 1 < x < 2, lambda x: (lambda *a: a)(*x), lambda x: assert_(x), lambda x: pow(2, x), lambda x: chr(x), lambda x: (1, 2)[x:], lambda x: x.__class__]
def assert_(x): assert x
results = []
for u in uses:
    try: u(X()); results.append('fine')
    except Boom: results.append('Boom')
    except Exception as e: results.append(type(e).__name__)
for i in range(0, len(results), 10): print(*results[i:i + 10])
