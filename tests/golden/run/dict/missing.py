# __missing__ in subclasses, defaultdict, Counter, OrderedDict.
class Auto(dict):
    def __missing__(self, key):
        return f'<{key}>'
a = Auto(x=1)
print(a['x'], a['y'], a.get('y'), 'y' in a, len(a), a)
from collections import defaultdict, Counter, OrderedDict, ChainMap
d = defaultdict(list)
d['k'].append(1); d['k'].append(2)
print(d, d['new'], dict(d), d.default_factory, d.get('zz'))
c = Counter('mississippi')
print(c.most_common(2), c['z'], c + Counter('miss'), c - Counter('iiii'), sum(c.values()), sorted(c.elements())[:4], c & Counter('ipx'), Counter(a=1) | Counter(a=3))
o = OrderedDict([('a', 1), ('b', 2)])
o.move_to_end('a'); print(o, o.popitem(last=False), o == {'a': 1}, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1))
m = ChainMap({'a': 1}, {'a': 2, 'b': 3})
print(m['a'], m['b'], len(m), sorted(m), m.maps)
try:
    defaultdict(5)
except TypeError as error:
    print(error)
