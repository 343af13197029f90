# Yield, next, StopIteration and return values.
def g():
    print('start')
    x = yield 1
    print('got', x)
    y = yield 2
    print('got', y)
    return 'result'
it = g()
print(next(it)); print(it.send('A'))
try:
    it.send('B')
except StopIteration as stop:
    print('value', stop.value, stop.args)
print(next(it, 'exhausted'))
try:
    g().send(5)
except TypeError as error:
    print(error)
print(list(g()), type(it).__name__, it.__name__, it.__qualname__)
