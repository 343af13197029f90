# Tuple, list and nested targets.
a, b = 1, 2
a, b = b, a
[c, d] = 'xy'
(e, (f, [g, h])), i = (1, (2, [3, 4])), 5
print(a, b, c, d, e, f, g, h, i)
x = y = z = []
x.append(1); print(y, z is x)
d = {}; l = [0, 0]
d['k'], l[0], (l[1],) = 1, 2, [3]
print(d, l)
for k, (v, w) in {'a': (1, 2)}.items(): print(k, v, w)
i, l[i] = 1, 9
print(i, l)
(a), = [5]; print(a)
a, b, c = range(3); print(a, b, c)
a, b = {'k': 1, 'j': 2}; print(a, b)
a, b = (n * 2 for n in (1, 2)); print(a, b)
() = []; [] = (); print('empty targets')
