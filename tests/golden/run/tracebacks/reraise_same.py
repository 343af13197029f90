# A re-raised exception keeps its first line.
def f():
    raise OSError(5, 'broken', 'file.txt')
def g():
    try:
        f()
    except OSError:
        print('logging')
        raise
g()
