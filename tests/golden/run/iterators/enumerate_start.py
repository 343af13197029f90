# Enumerate counts from any start.
print(list(enumerate('ab', -1)), list(enumerate('a', 2 ** 63)), next(enumerate('z', start=True)))
