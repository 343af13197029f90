# Star displays of every iterable.
print([*'ab', *(1, 2), *{'k': 1}, *range(2), *b'x', *map(str, [5]), *[]])
