# Insertion order survives updates, not re-insertion.
d = {'b': 1, 'a': 2, 'c': 3}
d['a'] = 9
print(d, list(d), list(reversed(d)))
del d['b']; d['b'] = 0
print(d, d.popitem(), d)
for i in range(20):
    d[i] = i
for i in range(0, 20, 2):
    del d[i]
d['last'] = True
print(d, len(d))
print(dict(sorted({'z': 1, 'y': 2}.items())), {1: 'int', 1.0: 'float', True: 'bool'})
