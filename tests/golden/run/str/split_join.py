# Split, rsplit, splitlines, partition, join.
print('a b  c '.split(), ' a b '.split(' '), 'a,b,,c'.split(','), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1), ''.split(), ''.split(','), 'a  b c'.split(None, 1), '  a b'.rsplit(None, 1), 'a<>b<>c'.split('<>'), 'abc'.split('abc'), 'a b c'.split(maxsplit=1))
print('one\ntwo\r\nthree\rfour\x0bfive\x1csix\u2028seven\n'.splitlines(), 'a\nb\n'.splitlines(True), ''.splitlines(), '\n'.splitlines())
print('k=v=w'.partition('='), 'k=v=w'.rpartition('='), 'kv'.partition('='), 'kv'.rpartition('='))
print(', '.join(['a', 'b']), ''.join('abc'), '-'.join(()), '-'.join(c for c in 'xyz'), '/'.join({'k': 1}), '.'.join(['only']))
for code in ("'a'.split('')", "'a'.partition('')", "','.join([1])", "','.join(['a', None])", "','.join(5)", "'a'.split(1)", "'a'.split(',', 'x')"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
