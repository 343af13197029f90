# A dropped generator is closed at once.
def g(name):
    try:
        yield 1
    finally:
        print('closing', name)
it = g('a'); next(it)
del it
print('after del')
it = g('b'); next(it)
it = None
print('after rebind')
for x in g('c'):
    break
print('after loop')
def f():
    it = g('d'); next(it)
f()
print('end')
