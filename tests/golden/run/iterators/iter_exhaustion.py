# Exhausted iterators stay exhausted.
for make in (lambda: iter([1]), lambda: iter((1,)), lambda: iter('a'), lambda: iter({1: 1}), lambda: iter({1}), lambda: iter(range(1)), lambda: map(str, [1]), lambda: zip([1]), lambda: enumerate([1]), lambda: reversed([1]), lambda: filter(None, [1]), lambda: iter(b'a'), lambda: (x for x in [1])):
    i = make()
    print(type(i).__name__, next(i), next(i, 'end'), next(i, 'end'), list(i), iter(i) is i)
