# Comparing cyclic structures ends.
a = [1]; a.append(a); b = [1]; b.append(b)
for f in (lambda: a == a, lambda: a == b, lambda: a < b, lambda: a != b):
    try: print(f())
    except RecursionError: print('RecursionError')
d, e = {}, {}; d['k'] = d; e['k'] = e
try: print(d == e)
except RecursionError: print('RecursionError')
print(d == d, d['k'] is d)
t = ([],); t[0].append(t)
print(t == t, t in t[0])
try: hash(t)
except TypeError as x: print(x)
import copy, json
c = copy.deepcopy(a); print(c[1] is c, c is not a)
for bad in (a, d):
    try: json.dumps(bad)
    except ValueError as x: print(x)
