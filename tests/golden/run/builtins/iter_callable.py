# Iter with a sentinel.
it = iter([3, 2, 1, 0, 9]); print(list(iter(lambda: next(it), 0)), next(it))
