# Traceback objects and with_traceback.
def f(): g()
def g(): raise ValueError('deep')
try: f()
except ValueError as e:
    tb = e.__traceback__
    names = []
    while tb:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(names)
    saved = e
print(saved.__traceback__ is not None, saved.with_traceback(None) is saved, saved.__traceback__)
try: raise saved
except ValueError as e: print(e.__traceback__.tb_lineno)
import traceback
try: f()
except ValueError: print(traceback.format_exc())
print(traceback.format_exception_only(KeyError('k')))
