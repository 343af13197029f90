# Insert never fails on position.
a = []
for i, x in ((0, 'a'), (100, 'b'), (-100, 'c'), (-1, 'd'), (1, 'e')): a.insert(i, x); print(a)
