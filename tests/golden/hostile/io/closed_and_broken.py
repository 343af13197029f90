# Closed files, bad modes, broken streams.
import io, sys
f = open('x.txt', 'w'); f.close(); f.close()
for action in (lambda: f.write('x'), lambda: f.read(), lambda: f.flush(), lambda: f.seek(0), lambda: f.fileno(), lambda: list(f), lambda: f.__enter__(), lambda: f.tell(), lambda: f.readline()):
    try: action(); print('fine')
    except ValueError as e: print('ValueError')
for args in ((), (5.5,), ('x.txt', 5), ('x.txt', ''), ('x.txt', 'rr'), ('x.txt', 'r+w'), ('x.txt', 'rb', -1, 'utf-8'), ('x.txt', 'rU'), ('a\0b',), ('',), ('.',), (999,), (-1,), ('x.txt', 'r', 0)):
    try: open(*args).close(); print(args, 'fine')
    except (OSError, ValueError, TypeError) as e: print(args, type(e).__name__)
r = open('x.txt', 'r')
for action in (lambda: r.write('x'), lambda: open('x.txt', 'w').read(), lambda: open('x.txt', 'wb').write('text'), lambda: open('x.txt', 'w').write(b'bytes'), lambda: open('x.txt', 'w').write(5), lambda: r.seek(-1), lambda: r.read('x')):
    try: action(); print('fine')
    except (io.UnsupportedOperation, TypeError, ValueError) as e: print(type(e).__name__, e)
open('x.txt', 'wb').write(b'ok\xff\xfe'); 
for errors in ('strict', 'replace', 'ignore', 'nope'):
    try: print(repr(open('x.txt', encoding='utf-8', errors=errors).read()))
    except (UnicodeDecodeError, LookupError) as e: print(type(e).__name__)
class Broken:
    def write(self, s): raise OSError('broken pipe of mine')
    def flush(self): pass
old = sys.stdout
try:
    sys.stdout = Broken()
    print('x')
except OSError as e: sys.stdout = old; print(e)
sys.stdout = None; print('nowhere'); sys.stdout = old
try: del sys.stdout; print('x')
except RuntimeError as e: sys.stdout = old; print(e)
