# An exception raised in finally replaces the first.
def f():
    try:
        return int('nope')
    finally:
        {}['gone']
f()
