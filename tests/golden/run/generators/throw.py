# Exceptions thrown into a generator.
def g():
    while True:
        try:
            yield 'running'
        except ValueError as error:
            print('caught', error)
            yield 'handled'
        finally:
            print('finally')
it = g()
print(next(it)); print(it.throw(ValueError('v'))); print(next(it))
try:
    it.throw(KeyError('k'))
except KeyError as error:
    print('out', repr(error))
print(next(it, 'done'))
it = g()
try:
    it.throw(RuntimeError('before start'))
except RuntimeError as error:
    print(error)
print(next(it, 'dead'))
for bad in (5, 'text', int):
    try:
        g().throw(bad)
    except TypeError as error:
        print(error)
