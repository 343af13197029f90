# Tuples, base classes, computed classes, no match.
def check(error, *handlers):
    try:
        try: raise error
        except handlers as e: return 'matched ' + type(e).__name__
    except Exception as e: return 'escaped ' + type(e).__name__
print(check(KeyError('a'), LookupError), check(KeyError(), IndexError, ValueError), check(OSError(), (OSError, TypeError)), check(ValueError(), (KeyError, (IndexError, ValueError))), check(ZeroDivisionError(), ArithmeticError), check(ValueError()))
try:
    try: 1 / 0
    except 5: pass
except TypeError as error: print(error)
try:
    try: 1 / 0
    except (ValueError, 'x'): pass
except TypeError as error: print(error)
def pick(): print('evaluated'); return ValueError
try: pass
except pick(): pass
try: raise ValueError
except pick(): print('ok')
try: raise SystemExit(3)
except Exception: print('no')
except BaseException as e: print(type(e).__name__, e.code)
try: raise KeyError
except (KeyError, ValueError): print('class raised')
