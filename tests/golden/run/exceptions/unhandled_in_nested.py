# Cleanup order while an exception passes through frames.
class Res:
    def __init__(self, n): self.n = n
    def __enter__(self): print('open', self.n); return self
    def __exit__(self, *a): print('close', self.n, a[0].__name__ if a[0] else None)
def level3():
    with Res(3):
        raise LookupError('deep')
def level2():
    try: level3()
    finally: print('finally 2')
def level1():
    with Res(1):
        try: level2()
        except KeyError: print('wrong')
        else: print('wrong')
try: level1()
except LookupError as e: print('top', e)
