# Frames of generators.
def numbers():
    yield 1
    raise LookupError('no more')
def consume(it):
    for n in it:
        print(n)
consume(numbers())
