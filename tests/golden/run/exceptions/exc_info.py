# Sys.exc_info and sys.exception follow the handlers.
import sys
def kind(): return sys.exc_info()[0] and sys.exc_info()[0].__name__
print(kind(), sys.exception())
try: raise ValueError('a')
except ValueError:
    print(kind(), sys.exception())
    try: raise KeyError('b')
    except KeyError: print(kind(), repr(sys.exception()), repr(sys.exception().__context__))
    print(kind())
    def f(): return kind()
    print(f())
print(kind())
def g():
    try: raise TypeError
    except TypeError: yield kind(); yield kind()
it = g()
print(next(it), kind(), next(it), kind())
try: raise IndexError
except IndexError: print(next(it, 'end'), kind())
t, v, tb = None, None, None
try: 1 / 0
except ZeroDivisionError: t, v, tb = sys.exc_info()
print(t.__name__, v, tb.tb_lineno, type(tb).__name__, tb.tb_next, tb.tb_frame.f_code.co_name)
