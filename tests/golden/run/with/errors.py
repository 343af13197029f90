# Failures in __enter__, __exit__ and missing methods.
class FailEnter:
    def __enter__(self): raise RuntimeError('enter')
    def __exit__(self, *a): print('never')
class FailExit:
    def __enter__(self): return self
    def __exit__(self, *a): raise KeyError('exit')
class Log:
    def __enter__(self): return self
    def __exit__(self, t, v, tb): print('log', repr(v))
try:
    with Log(), FailEnter(): print('never')
except RuntimeError as e: print(e)
try:
    with Log(), FailExit(): raise ValueError('body')
except KeyError as e: print(repr(e), repr(e.__context__))
try:
    with FailExit(): pass
except KeyError as e: print(repr(e), e.__context__)
class NoExit:
    def __enter__(self): print('never')
class NoEnter:
    def __exit__(self, *a): pass
for cls in (NoExit, NoEnter, int):
    try:
        with cls(): pass
    except TypeError as e: print(e)
with Log():
    with Log(): print('nested')
