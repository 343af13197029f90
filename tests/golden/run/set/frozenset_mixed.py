# Results take the type of the left operand.
f, s = frozenset([1]), {2}; print(type(f | s).__name__, type(s | f).__name__, f | s == s | f, f == {1}, {f, frozenset([1])} == {f}, f.union([3]) == {1, 3})
