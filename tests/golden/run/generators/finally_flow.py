# Yield inside try, finally and with.
from contextlib import contextmanager
@contextmanager
def tag(name):
    print('<' + name)
    try:
        yield name.upper()
    except KeyError as error:
        print('suppressed', error)
    finally:
        print(name + '>')
def g():
    with tag('a') as t:
        yield t
        with tag('b'):
            yield 'in b'
    try:
        yield 1
    finally:
        yield 2
    return
print(list(g()))
with tag('x'):
    raise KeyError('k')
it = g(); next(it); next(it)
it.close()
try:
    with tag('y'):
        raise ValueError('v')
except ValueError as error:
    print('through', error)
