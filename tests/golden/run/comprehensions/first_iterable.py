# The first iterable is evaluated at once, in the enclosing scope.
def log(name, value):
    print('eval', name)
    return value
g = (log('body', x) for x in log('first', [1, 2]) for y in log('second', 'ab'))
print('made')
print(next(g), next(g), next(g))
try:
    (x for x in 5)
except TypeError as error:
    print(error)
g2 = (a / b for a in [1] for b in [0])
try:
    next(g2)
except ZeroDivisionError as error:
    print(error)
print(list(g2))
