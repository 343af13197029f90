# List, set, dict comprehensions and generator expressions.
print([x * x for x in range(5)], {x % 3 for x in range(9)} == {0, 1, 2}, {x: x * 2 for x in 'ab'}, list(x for x in range(3)))
print([x for x in range(20) if x % 2 if x % 3], [(x, y) for x in range(3) for y in range(x)], [[y for y in range(x)] for x in range(3)])
print([a + b for a, b in [(1, 2), (3, 4)]], [a for a, *_ in ['xyz', 'pq']], sum(x for x in range(4)), max((len(w), w) for w in ['a', 'bbb']))
print([x if x % 2 else -x for x in range(4)], [y for x in [[1, 2], [3]] for y in x], {k: v for k, v in zip('ab', range(2))}, dict((i, i) for i in range(2)))
print([(lambda: x)() for x in range(3)], [f'{x}' for x in (1, 2)], [*(x for x in 'ab')], [x for x in [1, 2, 3] if x > 1 or x == 1])
