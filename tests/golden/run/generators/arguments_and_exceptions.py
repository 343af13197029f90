# Wrong arguments fail at the call, errors at next.
def g(a):
    yield a / 0
try:
    g()
except TypeError as error:
    print(error)
it = g(1)
try:
    next(it)
except ZeroDivisionError as error:
    print(error)
print(next(it, 'finished'))
def h():
    try:
        yield 1
    except:
        print('bare except')
        raise
it = h(); next(it)
try:
    it.throw(OSError(2, 'gone'))
except OSError as error:
    print(error)
def ctx():
    try:
        yield
    finally:
        raise KeyError('second')
it = ctx(); next(it)
try:
    it.throw(ValueError('first'))
except KeyError as error:
    print(repr(error), repr(error.__context__))
