# Except with a tuple built at run time.
kinds = (KeyError,)
for e in (KeyError, IndexError):
    try: raise e
    except kinds: print('first', e.__name__)
    except Exception: print('second', e.__name__); kinds += (IndexError,)
