# Growing or shrinking a list while iterating is defined.
a = [1, 2, 3, 4, 5, 6]
for x in a:
    if x % 2 == 0:
        a.remove(x)
print(a)
b = [1, 2]
for x in b:
    if len(b) < 6:
        b.append(x * 10)
print(b)
c = [1, 2, 3]
it = iter(c)
print(next(it), it.__length_hint__())
c.clear()
print(next(it, 'end'))
c.extend([7, 8, 9])
print(next(it, 'still the end'))
d = [1, 2, 3, 4]
for i, x in enumerate(d):
    del d[i]
print(d, list(reversed([1, 2, 3])))
