# Args and the fields of special exceptions.
for e in (ValueError(), ValueError('a'), ValueError('a', 2), KeyError('k'), KeyError(), KeyError('a', 'b'), OSError(2, 'msg'), OSError(2, 'msg', 'file'), OSError('just text'), StopIteration(5), SystemExit(3), SystemExit('bye'), ImportError('m', name='n', path='p'), NameError('x', name='y'), AttributeError('z', name='w', obj=5), UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'bad'), UnicodeEncodeError('ascii', 'é', 0, 1, 'why'), AssertionError('q'), SyntaxError('s'), OSError()):
    print(type(e).__name__, '|', str(e), '|', repr(e), '|', e.args)
e = OSError(2, 'No such', 'f.txt'); print(type(e), e.errno, e.strerror, e.filename)
print(type(OSError(17, 'x')).__name__, type(OSError(13, 'x')).__name__, type(OSError(111, 'x')).__name__, type(OSError(9999, 'x')).__name__)
print(StopIteration(5).value, SystemExit(3).code, SystemExit().code, ImportError('m', name='n').name, NameError('x', name='y').name, StopIteration().value)
e = ValueError('x'); e.args = (1, 2); e.extra = 'y'; print(e, e.extra, e.__dict__)
