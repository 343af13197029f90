# Changing a set.
s = set('abc')
s.add('d'); s.add('a'); s.discard('zz'); s.remove('b'); s.update('xy', ['z'])
print(sorted(s), len(s), s.copy() == s)
s.intersection_update('axz'); print(sorted(s))
s.difference_update(['a']); print(sorted(s))
s.symmetric_difference_update('zq'); print(sorted(s))
p = s.pop(); print(p in s, len(s))
s.clear(); print(s, bool(s), frozenset('a'), repr(set()), {5}, repr(frozenset({5})))
for code in ("{1}.remove(2)", "set().pop()", "{1}.remove([])", '{1}.update(5)'):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
print({1}.discard(5), set([1, 2]) == {2, 1}, {frozenset({1})} == {frozenset({1})}, {1, 2}.__contains__(1), {frozenset([1])}.__contains__({1}))
t = set(range(5))
try:
    for x in t:
        t.add(x + 100)
except RuntimeError as error:
    print(error)
class S(set): pass
print(type(S([1]) | {2}).__name__, S([1]), type(S([1]).copy()).__name__)
