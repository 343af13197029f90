# A class with __enter__, __exit__ and state.
class Timer:
    def __enter__(self):
        print('enter'); return self
    def __exit__(self, t, v, tb):
        print('exit', t and t.__name__, v, tb is not None)
        return t is KeyError
with Timer() as t: print(type(t).__name__)
with Timer(): raise KeyError('hidden')
try:
    with Timer(): raise ValueError('seen')
except ValueError as error:
    print('caught', error)
def f():
    with Timer(): return 'returned'
print(f())
for i in range(2):
    with Timer():
        if i: break
        continue
