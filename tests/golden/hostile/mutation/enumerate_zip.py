# Iterators over lists that change.
a = [1, 2, 3]
for i, x in enumerate(a):
    if i < 5: a.append(x)
print(a)
b = [1, 2, 3, 4]
print([(x, b.pop()) for x in b], b)
c = [1, 2, 3]; r = reversed(c); next(r); c.clear(); print(list(r)); c = [1, 2, 3]; r = reversed(c); c.append(4); print(list(r))
