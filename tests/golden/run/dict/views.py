# Views are live and behave like sets.
d = {'a': 1, 'b': 2}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), 'a' in k, 2 in v, ('a', 1) in i, ('a', 2) in i)
d['c'] = 3
print(k, v, i, list(reversed(k)), list(reversed(i)))
print(sorted(k & {'a', 'z'}), sorted(k | {'z'}), sorted(k - {'a'}), sorted(k ^ {'a', 'q'}), k == {'a', 'b', 'c'}, k >= {'a'}, k.isdisjoint('xy'), sorted(i & {('a', 1)}), {'a'} < k, v == v, d.values() == d.values())
print(k.mapping['a'], type(k).__name__, type(v).__name__, type(i).__name__, dict(i) == d, [x for x in d], sum(v))
for code in ('k[0]', "k.add('x')", 'k & 5', "k.mapping.__setitem__('z', 1)"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
