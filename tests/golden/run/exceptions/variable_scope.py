# The name after as is deleted at the end of the handler.
try: raise ValueError('v')
except ValueError as e: print(e)
try: e
except NameError as error: print(error)
e = 'before'
try: raise ValueError
except ValueError as e: e = 'rebound'
try: e
except NameError as error: print(error)
def f():
    try: raise KeyError('k')
    except KeyError as x:
        y = x
        del x
    return y
print(repr(f()))
def g():
    try: raise KeyError
    except KeyError as z: pass
    return z
try: g()
except UnboundLocalError as error: print(error)
