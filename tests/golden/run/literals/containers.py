# Displays with trailing commas and unpacking.
print((), (1,), (1, 2,), [], [1, ], {}, {1: 2, }, {1, })
print([*range(3), *'ab'], (*[1], 2), {*[1, 2], 3}, {**{'a': 1}, 'b': 2, **{'a': 3}})
x = 1, 2, 3
print(x, type(x))
y = 1,
print(y)
print([[], [[]], ((),), {(): []}])
