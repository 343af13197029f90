# Zip stops at the shortest and may eat one item.
a = iter([1, 2, 3]); print(list(zip(a, 'x')), next(a)); b = iter([1, 2, 3]); print(list(zip('x', b)), next(b))
