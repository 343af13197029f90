# Contextmanager, suppress, closing, ExitStack, redirect_stdout, nullcontext.
import contextlib, io
@contextlib.contextmanager
def managed(n):
    print('setup', n)
    try: yield n * 2
    except ValueError as e: print('swallow', e)
    finally: print('teardown', n)
with managed(1) as v: print(v)
with managed(2): raise ValueError('v')
try:
    with managed(3): raise KeyError('k')
except KeyError as e: print('out', e)
with contextlib.suppress(KeyError, IndexError): {}['x']
class C:
    def close(self): print('closed')
with contextlib.closing(C()): pass
with contextlib.ExitStack() as stack:
    for i in range(2): stack.enter_context(managed(i))
    stack.callback(print, 'callback', 5)
    print('body')
buffer = io.StringIO()
with contextlib.redirect_stdout(buffer): print('captured')
print(repr(buffer.getvalue()))
with contextlib.nullcontext(7) as n: print(n)
@managed(9)
def decorated(): print('in decorated')
decorated()
@contextlib.contextmanager
def twice():
    yield 1
    yield 2
try:
    with twice(): pass
except RuntimeError as e: print(e)
@contextlib.contextmanager
def none():
    if 0: yield
try:
    with none(): pass
except RuntimeError as e: print(e)
