# Every method of dict.
d = {'a': 1, 'b': 2}
print(d.get('a'), d.get('x'), d.get('x', 0), d.setdefault('a', 5), d.setdefault('n'), d.pop('b'), d.pop('zz', 'none'), d)
d.update({'c': 3}, k=4); d.update([('p', 5), ['q', 6]]); d.update(); print(d)
print(dict.fromkeys('ab'), dict.fromkeys([1, 2], 0), d.copy() == d, d.copy() is d, 'a' in d, len(d))
print(dict(), dict(a=1), dict([(1, 2)]), dict({'x': 1}, y=2), dict(zip('ab', [1, 2])), dict(['ab', 'cd']))
d.clear(); print(d, bool(d))
for code in ("{}['k']", '{}.pop(1)', '{}.popitem()', '{}[[]]', '{[]: 1}', 'dict([1])', "dict(['abc'])", 'dict(5)', '{}.update(5)', 'dict([(1, 2, 3)])', '{} + {}', '{}.get()', '{1: 2}[2]', 'dict(None)', '{} < {}', '{{}: 1}', "{}.fromkeys(5)"):
    try:
        eval(code)
    except Exception as error:
        print(code, type(error).__name__, error)
