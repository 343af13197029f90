# Iterating with keys, values, items and unpacking.
d = {'one': 1, 'two': 2, 'three': 3}
for key in d: print(key, end=' ')
for value in d.values(): print(value, end=' ')
for key, value in d.items(): print(key, value, end='; ')
print()
print([*d], {**d}, max(d), min(d, key=d.get), sorted(d, key=d.__getitem__, reverse=True), list(map(d.get, ['one', 'x'])), {v: k for k, v in d.items()})
first, *rest = d.items()
print(first, rest, next(iter(d)), list(enumerate(d)), any(d.values()), tuple(d), list(zip(d, d.values())))
it = iter(d)
print(it.__length_hint__(), next(it), it.__length_hint__(), type(it).__name__, type(iter(d.items())).__name__)
