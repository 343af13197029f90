# A StopIteration inside a generator becomes RuntimeError.
def g():
    yield 1
    next(iter([]))
it = g(); print(next(it))
try:
    next(it)
except RuntimeError as error:
    print(error, '|', repr(error.__cause__))
def h():
    raise StopIteration('x')
    yield
try:
    list(h())
except RuntimeError as error:
    print(error)
def ok():
    try:
        next(iter([]))
    except StopIteration:
        return
    yield
print(list(ok()))
it = (next(iter(())) for _ in [1])
try:
    next(it)
except RuntimeError as error:
    print(error)
