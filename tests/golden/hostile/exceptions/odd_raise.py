# Raising and catching odd things.
class E(Exception):
    def __init__(self): raise KeyError('init')
class N(Exception):
    def __new__(cls): return 5
class H(Exception):
    def __eq__(self, o): raise ValueError('eq')
    __hash__ = None
    def __str__(self): raise ValueError('str')
for code in ('raise E', 'raise N', 'raise H', 'raise ValueError from N', 'raise ValueError from H()', 'raise ValueError("a") from "b"', 'raise type("M", (type,), {})("C", (Exception,), {})', 'raise BaseException', 'raise (ValueError, TypeError)', 'raise [ValueError]', 'raise ValueError, 5' if 0 else 'raise ...'):
    try: exec(code)
    except BaseException as e: print(code, '|', type(e).__name__)
e = ValueError('loop'); e.__context__ = e.__cause__ = e
try: raise e
except ValueError as x: print(x is e)
for n, v in (('__cause__', 5), ('__context__', 'x'), ('__traceback__', 1), ('args', 5), ('__notes__', 5)):
    try: setattr(e, n, v); print(n, 'set')
    except TypeError as x: print(n, x)
a, b = ValueError('a'), KeyError('b'); a.__cause__ = b; b.__cause__ = a
import traceback; print(len(traceback.format_exception(a)) > 0)
