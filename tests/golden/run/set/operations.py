# Set algebra.
a, b = {1, 2, 3}, {3, 4}
print(a | b, a & b, a - b, a ^ b, a < {1, 2, 3, 4}, a <= a, a > {1}, a.isdisjoint({9}), a.issubset([1, 2, 3, 4]), a.issuperset((1,)), a == {3, 2, 1}, a != b)
print(a.union([5], (6,)), a.intersection([1, 2], [2]), a.difference([1], [2]), a.symmetric_difference([1, 9]), set(), {1, 1.0, True}, len(a), 2 in a)
a |= {7}; a &= {1, 2, 7}; a -= {1}; a ^= {2, 8}
print(sorted(a))
f = frozenset([1, 2])
print(f, f | {3}, {3} | f, type(f | {3}).__name__, type({3} | f).__name__, hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset({1, 2})], f == {1, 2}, frozenset(), {f})
for code in ('{1} | [1]', '{1} + {2}', '{1} < [1]', '{[]}', 'set(5)', 'frozenset().add(1)', 'f.__setitem__', '{1} & 5', 'hash(set())', '{{1}}'):
    try:
        eval(code)
    except Exception as error:
        print(code, type(error).__name__, error)
