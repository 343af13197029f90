# Dict and set size changes raise, value changes do not.
d = {i: i for i in range(5)}
def attempt(f):
    try: f(); print('ok')
    except RuntimeError as e: print(e)
def grow():
    for k in d: d[k + 100] = 0
def shrink():
    for k in d: d.popitem()
def swap():
    for k in d: del d[k]; d[k + 1000] = 1
def values():
    for k in d: d[k] += 1
def items():
    for k, v in d.items(): d.setdefault(k + 5000, 0)
def clear():
    for k in d: d.clear()
def update():
    for v in d.values(): d.update({v: v for v in range(500, 510)})
for f in (values, grow, items, update, shrink, clear): attempt(f)
d = {1: 1, 2: 2, 3: 3}
attempt(lambda: [d.pop(k) for k in d])
s = {1, 2, 3}
attempt(lambda: [s.add(x + 10) for x in s]); attempt(lambda: [s.discard(x) for x in s]); attempt(lambda: [s.clear() for x in s])
it = iter({1: 1}); attempt(lambda: list(it)); print(list(it))
e = {1: 1}; it = iter(e); e[2] = 2
for _ in range(2): attempt(lambda: next(it))
r = {'a': 1, 'b': 2}; attempt(lambda: [r.pop(k) for k in reversed(r)])
