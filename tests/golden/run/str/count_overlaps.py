# Count does not overlap.
print('aaaa'.count('aa'), 'abab'.count('ab', 1), ''.count(''), 'abc'.count('', 1), 'x'.count('x', 1))
