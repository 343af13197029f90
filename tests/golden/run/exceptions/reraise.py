# Bare raise, raise of the variable, no active exception.
import sys
def f():
    try: raise ValueError('original')
    except ValueError:
        try: raise KeyError('inner')
        except KeyError: pass
        raise
try: f()
except ValueError as e: print(e, e.__context__)
try: raise
except RuntimeError as e: print(e)
def g(): raise
try:
    try: raise OSError('from outside')
    except OSError: g()
except OSError as e: print(e)
for bad in (5, 'text', int, None, object()):
    try: raise bad
    except TypeError as e: print(e)
class NotExc: pass
try: raise NotExc
except TypeError as e: print(e)
print(sys.exc_info())
