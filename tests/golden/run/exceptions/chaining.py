# Context and cause.
def show(e):
    print(repr(e), '| cause', repr(e.__cause__), '| context', repr(e.__context__), '| suppress', e.__suppress_context__)
try:
    try: raise ValueError('first')
    except ValueError: raise KeyError('second')
except KeyError as e: show(e)
try:
    try: raise ValueError('first')
    except ValueError as v: raise KeyError('second') from v
except KeyError as e: show(e)
try:
    try: raise ValueError('first')
    except ValueError: raise KeyError('second') from None
except KeyError as e: show(e)
try: raise KeyError('x') from ValueError('made')
except KeyError as e: show(e)
try: raise KeyError('x') from ValueError
except KeyError as e: show(e)
try: raise KeyError from 5
except TypeError as e: print(e)
try:
    try: raise ValueError('a')
    finally: raise TypeError('b')
except TypeError as e: show(e)
try:
    try: raise ValueError('a')
    except ValueError as v: raise v
except ValueError as e: show(e)
