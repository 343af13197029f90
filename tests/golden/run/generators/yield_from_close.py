# Closing the outer closes the inner.
def inner():
    try:
        yield 1
        yield 2
    finally:
        print('inner closed')
def outer():
    try:
        yield from inner()
    finally:
        print('outer closed')
it = outer(); next(it); it.close()
class Source:
    def __iter__(self): return self
    def __next__(self): return 'n'
    def close(self): print('source closed')
    def throw(self, *args): print('source throw', args[0]); return 'thrown'
    def send(self, v): print('source send', v); return 'sent'
def wrap():
    yield from Source()
it = wrap()
print(next(it), it.send('x'), it.throw(KeyError('k')))
it.close()
class Plain:
    def __iter__(self): return self
    def __next__(self): return 'p'
def wrap2(): yield from Plain()
it = wrap2(); next(it)
try:
    it.send(1)
except AttributeError as error:
    print(error)
