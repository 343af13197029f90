# Conditional expressions and chained comparison.
x = 5
for n in (-1, 0, 1): print('neg' if n < 0 else 'zero' if n == 0 else 'pos', end=' ')
print((1 if True else 2, 3), 1 if 0 else 2 if 0 else 3, [x if x else 'e' for x in (0, 1)], (lambda v: 'y' if v else 'n')(0))
def side(v): print(f'<{v}>', end=''); return v
print(side(1) < side(2) < side(3), side(3) < side(2) < side(1), side(1) == side(1) != side(2) in [2])
print(1 < 2 < 3 < 4, 1 < 3 < 2, not 1 < 2, 1 in [1] in [[1]], 'a' < 'b' > 'a', None is None is not x, (1 < 2) < 3, 5 > 3 == True, 1 == 1.0 != None)
print(True if [] == [] is not None else False, 0 < 10 < 100 if 1 else 0, *(1, 2) if True else (3,))
