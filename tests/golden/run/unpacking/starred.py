# Extended unpacking.
a, *b = 1, 2, 3
*c, d = 'xyz'
e, *f, g = [1, 2]
h, (i, *j), *k = 1, (2, 3, 4), 5, 6
print(a, b, c, d, e, f, g, h, i, j, k)
*l, = range(3); print(l)
[m, *n] = {'a': 1}; print(m, n)
for x, *y in [(1, 2, 3), 'ab']: print(x, y)
class O: pass
o = O(); o.a, *o.b = 'hello'; print(o.a, o.b)
d = {}; *d['all'], d['last'] = 1, 2, 3; print(d)
print([*'ab', *[1]], (*(), 1), {*'a'}, {**{'k': 1}}, [*range(3), *reversed([1])])
def f(): return 1, *[2, 3], 4
print(f())
for v in 1, *[2, 3]: print(v, end=' ')
print()
