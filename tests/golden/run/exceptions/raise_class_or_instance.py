# A class is called without arguments.
for x in (ValueError, ValueError(), ValueError('m')):
    try: raise x
    except ValueError as e: print(repr(e), e is x)
