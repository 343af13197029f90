# Sep, end, file, flush.
import io, sys
print(1, 2, 3, sep='-', end='!\n')
print('a', 'b', sep='')
print()
print('x', end='')
print('y', end=' ')
print(sep='|', end='\n')
print(None, [1], sep=None, end=None)
buffer = io.StringIO()
print('to buffer', 5, file=buffer, flush=True)
print(repr(buffer.getvalue()))
class W:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
w = W()
print('a', 'b', sep=', ', file=w)
print(w.parts)
print('stdout', file=sys.stdout)
print('none means stdout', file=None)
for code in ("print(1, sep=5)", "print(1, end=5)", "print(1, foo=2)", "print(1, file=5)"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
