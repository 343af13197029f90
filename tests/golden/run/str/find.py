# Find, index, count, startswith, endswith, in.
s = 'abracadabra'
print(s.find('bra'), s.rfind('bra'), s.find('x'), s.find('a', 1), s.find('a', -3), s.find('a', 2, 3), s.find(''), s.find('', 20), s.rfind(''), s.rfind('a', 0, 5))
print(s.index('c'), s.rindex('a'), s.count('a'), s.count('abra'), s.count(''), s.count('a', 1, -1), 'aaa'.count('aa'))
print('bra' in s, 'xyz' not in s, '' in s, '' in '', s.startswith('abr'), s.startswith(('x', 'a')), s.endswith('ra', 0, 4), s.startswith('', 99), s.endswith(()))
for code in ("s.index('x')", "s.rindex('x')", '1 in s', "s.startswith(1)", "s.startswith(('a', 1, ))", "s.startswith((1,))", 's.find()', 's.count(None)'):
    try:
        print(eval(code))
    except Exception as error:
        print(type(error).__name__, error)
