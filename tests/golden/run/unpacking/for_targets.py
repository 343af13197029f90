# For loops unpack into any target.
d = {}
for d['a'], (b, *c) in [(1, 'xyz'), (2, 'q')]: print(d, b, c)
