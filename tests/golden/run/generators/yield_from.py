# Delegation passes values, sends, throws and results.
def inner():
    try:
        x = yield 'a'
        print('inner got', x)
        yield 'b'
    except ValueError as error:
        print('inner caught', error)
        yield 'recovered'
    return 'inner result'
def outer():
    r = yield from inner()
    print('outer got', r)
    r2 = yield from [10, 20]
    print('list gives', r2)
    return 'outer result'
it = outer()
print(next(it), it.send('S'), it.throw(ValueError('v')), list(it))
def run():
    print('run', (yield from outer()))
print(list(run()))
def d(n):
    if n:
        yield n
        yield from d(n - 1)
print(list(d(5)), list((lambda: (yield from 'xy'))()))
try:
    list((lambda: (yield from 5))())
except TypeError as error:
    print(error)
