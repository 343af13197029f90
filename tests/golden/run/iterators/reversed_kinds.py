# What can be reversed.
for v in ([1, 2], (1, 2), 'ab', range(2), {'a': 1}, b'ab', {'a': 1}.items()): print(list(reversed(v)))
