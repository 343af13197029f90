# Sys.exit inside finally, except and nested calls.
import sys
def f():
    try: raise ValueError
    finally: sys.exit('replaced')
try: f()
except SystemExit as e: print('caught', e.code, repr(e.__context__))
try:
    try: sys.exit(1)
    except Exception: print('no')
    finally: print('finally')
except SystemExit as e: print(e.code)
for code in (None, 0, 1, True, 'text', (1, 2), 1.5, 2 ** 40, -1):
    try: sys.exit(code)
    except SystemExit as e: print(repr(e.code), e.args)
def g():
    try: yield 1
    finally: sys.exit(4)
it = g(); next(it)
try: it.close()
except SystemExit as e: print('from close', e.code)
sys.exit(260)
