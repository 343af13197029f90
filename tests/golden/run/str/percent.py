# Printf-style formatting.
print('%s %r %a' % ('é', 'é', 'é'), '%d%%' % 50, '%5s|%-5s|%.2s' % ('ab', 'ab', 'abcdef'), '%c%c' % ('a', 98), '%x %X %#x %o %#o' % (255, 255, 255, 8, 8), '%e' % 12345.678, '%s' % None)
print('%(a)s and %(b)05.1f' % {'a': 1, 'b': 2.25}, '%*d|%-*d|' % (5, 42, 5, 42), '%.*f' % (2, 3.14159), '%s' % [1, 2], '%s' % ((1, 2),), '%d' % 3.99, '%i' % True, '%u' % 7, '%+d % d' % (5, 5), '%05d' % -42, '%.3d' % 5, '%#X' % 255)
print('no args' % (), 'empty' % {}, '%s %s' % ('a', ('b',)), '%5.1f|' % 2.25, '%g' % 1e10, '%r' % (b'x',), '%10.3s|' % 'abcdef', '%ld' % 5)
for template, args in (('%d', 'x'), ('%s %s', 'a'), ('%s', ('a', 'b')), ('%', ()), ('%z', 1), ('%(a)s', 'x'), ('%(a)s', {}), ('%c', 'ab'), ('%c', 0x110000), ('%d', None), ('%x', 1.5), ('%f', 'x'), ('%*d', ('a', 1)), ('abc', 1), ('%d', 1j)):
    try:
        print(template % args)
    except Exception as error:
        print(repr(template), type(error).__name__, error)
