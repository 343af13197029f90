# Generator expressions are consumed once and see later changes.
n = 2
g = (x * n for x in range(3))
n = 10
print(list(g), list(g))
d = {}
h = (d.get(k) for k in 'ab')
d['a'] = 1
print(next(h), next(h), next(h, 'end'))
print(type(g).__name__, g.__name__, g.gi_frame is None)
