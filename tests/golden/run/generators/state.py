# Attributes and re-entry.
import inspect
def g():
    yield inspect.getgeneratorstate(it)
    yield it.gi_running
    yield 3
it = g()
print(inspect.getgeneratorstate(it), next(it), inspect.getgeneratorstate(it), next(it))
print(it.gi_running, it.gi_frame is not None, it.gi_yieldfrom)
list(it)
print(inspect.getgeneratorstate(it), it.gi_frame)
def me():
    try:
        next(self)
    except ValueError as error:
        yield str(error)
self = me()
print(next(self))
