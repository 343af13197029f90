# Repr of nested containers quotes strings.
print([['a', ("b'",), {'c': {'d"'}}], None, 1.0, True, b'x', range(2), ..., int])
