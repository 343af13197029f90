# Join takes any iterable of strings.
print('-'.join(x for x in 'ab'), ','.join({'k': 1}), ''.join([]), '+'.join(map(str, range(4))), '.'.join(('x',)))
