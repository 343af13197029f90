# Partition keeps the separator.
print('a.b.c'.partition('.'), 'a.b.c'.rpartition('.'), ''.partition('x'), 'x'.partition('x'))
