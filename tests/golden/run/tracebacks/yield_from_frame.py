# Frames of delegating generators.
def inner():
    yield 1
    yield 1 / 0
def outer():
    yield from inner()
print(list(outer()))
