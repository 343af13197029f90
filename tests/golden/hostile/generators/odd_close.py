# Generators closed and dropped in odd states.
def g():
    try: yield 1
    except GeneratorExit: print('exit'); raise
    finally: print('fin')
a = g(); a.close(); print('unstarted closed')
b = g(); next(b); del b
def nested():
    try:
        try: yield 1
        finally: print('inner')
    finally: print('outer')
for c in (nested(),): next(c); c.close(); c.close()
def yields_in_finally():
    try: yield 1
    finally: yield 2
d = yields_in_finally(); next(d)
try: d.close()
except RuntimeError as e: print(e)
try: print(list(d))
except GeneratorExit: print('GeneratorExit again')
def closes_self():
    yield 1
    e.close()
e = closes_self(); next(e)
try: next(e)
except ValueError as x: print(x)
def throws_self():
    yield 1
    try: t.throw(KeyError)
    except ValueError as x: print(x)
    yield 2
t = throws_self(); next(t); print(next(t))
def infinite():
    while True:
        try: yield
        except BaseException as x: print('ate', type(x).__name__)
f = infinite(); next(f); f.throw(KeyboardInterrupt); f.throw(SystemExit)
try: f.close()
except RuntimeError as x: print(x)
import sys; sys.unraisablehook = lambda u: print('unraisable', u.exc_value)
del f; print('end')
