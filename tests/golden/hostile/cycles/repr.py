# Containers that hold themselves print with dots.
l = [1]; l.append(l); print(l, repr(l) == str(l), f'{l}')
d = {}; d['d'] = d; print(d)
t = ([],); t[0].append(t); print(t)
m = {'l': [1]}; m['l'].append(m); print(m)
a, b = [], []; a.append(b); b.append(a); print(a, b)
from collections import deque, OrderedDict, defaultdict
q = deque(); q.append(q); print(q)
o = OrderedDict(); o['o'] = o; print(o)
f = defaultdict(list); f['f'] = f; print(str(f).startswith("defaultdict(<class 'list'>, {'f': defaultdict(..."))
class C(list): pass
c = C(); c.append(c); print(c)
v = {}; v['v'] = v.values(); print(str(v)[:30])
print(len(l), l[1][1][1] is l, l in l, l.index(l), l.count(l))
