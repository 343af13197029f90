# Bound methods, functions on classes, method equality.
class A:
    def m(self, x=1): return (type(self).__name__, x)
    def __eq__(self, o): return True
    __hash__ = object.__hash__
a, b = A(), A()
m = a.m
print(m(), m(5), m.__name__, m.__self__ is a, a.m == a.m, a.m == b.m, A.m(a, 2), A.m('not an A', 3), list(map(a.m, 'xy')))
a.m = lambda: 'instance'
print(a.m(), b.m())
print(sorted(['b', 'A'], key=str.lower), list(map(str.upper, 'ab')), ''.join(map(str, [1, 2])), [].append.__self__, str.upper('x'), int.__add__(1, 2), 'a'.__add__('b'))
for code in ("str.upper(5)", "list.append((1,), 2)", 'int.__add__("a", 1)', "dict.get([], 1)", 'str.upper()', 'A.m()', "m.x", "list.append()"):
    try:
        print(eval(code))
    except Exception as error:
        print(type(error).__name__, error)
try:
    m.x = 5
except AttributeError as error:
    print(error)
