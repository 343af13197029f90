# Many arguments, odd keys and odd callables.
def f(*a, **k): return len(a), len(k)
print(f(*range(10000)), f(**{f'k{i}': i for i in range(5000)}), f(*[1] * 300, **{'a b': 1, '': 2, '1': 3}))
g = eval('lambda ' + ','.join(f'a{i}' for i in range(500)) + ': a499'); print(g(*range(500)))
for code in ('g(*range(499))', 'g(*range(501))', 'f(**{1: 2})', 'f(**5)', 'f(*5)', 'f(**{"a": 1}, **{"a": 2})', 'f(a=1, **{"a": 2})', 'print(**{"sep": 5})', 'len(*[], **{})', 'len(*[1, 2])', 'int(**{"x": 1})', '(1)(2)' if 0 else 'int()()', 'f(*None)', 'f(**None)', 'f(*f)', 'f(**[1])', 'f(*1, **2)'):
    try: print(eval(code))
    except Exception as e: print(code[:40], type(e).__name__, str(e)[:100])
class Map:
    def keys(self): return [1, 2]
    def __getitem__(self, k): return k
class Gen:
    def keys(self): return (k for k in 'ab')
    def __getitem__(self, k): return k
class NoItem:
    def keys(self): return ['x']
for m in (Map(), Gen(), NoItem()):
    try: print(f(**m))
    except Exception as e: print(type(e).__name__, e)
h = f
for _ in range(100): h = (lambda h: lambda *a, **k: h(*a, **k))(h)
print(h(1, 2, x=3))
